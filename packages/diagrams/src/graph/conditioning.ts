import type { TensorReference } from '@helmholtz/core/description';

import { bypass } from './bypass.js';
import type { Graph, GraphNode } from './graph.js';
import { is } from './networks.js';

const isVariable = is('observed', 'latent');

/** A density in the usual notation, such as `p(x | z)`. */
export function density(letter: 'p' | 'q', variables: string, given: readonly string[]): string {
  return given.length === 0 ? `${letter}(${variables})` : `${letter}(${variables} | ${given.join(', ')})`;
}

export function variableName(node: GraphNode): string {
  return node.variable ?? node.layer;
}

/**
 * The names of the random variables that tensors are computed from, in the order of the graph: the first
 * observed or latent variables met on the way back. Noise is integrated out, so it is not among them.
 */
export function conditioning(graph: Graph, tensors: readonly TensorReference[]): string[] {
  const names = nodesBehind(graph, tensors).filter(isVariable).map(variableName);
  return [...new Set(names)];
}

/** The nodes that tensors are computed from, as far back as the first random variables. */
export function nodesBehind(graph: Graph, tensors: readonly TensorReference[]): GraphNode[] {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const seen = new Set<string>();
  const waiting = tensors.map(({ node }) => node);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const node = nodes.get(id)!;
    if (!isVariable(node)) waiting.push(...node.inputs.map((input) => input.node));
  }
  return graph.nodes.filter(({ id }) => seen.has(id));
}

/** What a latent's posterior is conditioned on: KL nodes on the way back are identities. */
export function posteriorGiven(graph: Graph, latent: GraphNode): string[] {
  const throughKl = bypass(graph, is('kl'));
  const { inputs } = throughKl.nodes.find(({ id }) => id === latent.id)!;
  return conditioning(throughKl, inputs);
}

/** q of a latent variable, such as `q(z | x)`. */
export function posteriorOf(graph: Graph, latent: GraphNode): string {
  return density('q', variableName(latent), posteriorGiven(graph, latent));
}

/** A latent that is a function of what it is conditioned on, such as `code = f(x)`: that of a plain autoencoder. */
export function codeOf(graph: Graph, latent: GraphNode): string {
  return `${variableName(latent)} = f(${posteriorGiven(graph, latent).join(', ')})`;
}

/** Whether a latent is drawn: it has a divergence from a prior, or noise goes into it. */
export function isRandom(graph: Graph, latent: GraphNode): boolean {
  return hasPrior(graph, latent) || nodesBehind(graph, latent.inputs).some(is('noise'));
}

export function hasPrior(graph: Graph, latent: GraphNode): boolean {
  return divergenceOf(graph, latent) !== undefined;
}

/** The KL node of a latent. */
export function divergenceOf(graph: Graph, latent: GraphNode): GraphNode | undefined {
  return graph.nodes.find((node) => node.role === 'kl' && variableName(node) === variableName(latent));
}

/** p of a latent variable, such as `p(z)`; what it is conditioned on, its KL node says. */
export function priorOf(graph: Graph, latent: GraphNode): string {
  const kl = divergenceOf(graph, latent);
  return kl ? divergence(graph, kl).prior : density('p', variableName(latent), []);
}

/** The two densities that a KL node compares. */
export function divergence(graph: Graph, node: GraphNode): { posterior: string; prior: string } {
  const posterior = node.inputs.slice(0, node.outputShapes.length);
  const name = variableName(node);
  return {
    posterior: density('q', name, conditioning(graph, posterior)),
    prior: density('p', name, conditioning(graph, priorParameters(node))),
  };
}

/** A KL node returns the posterior's parameters; what it reads beyond them are the prior's. */
export function priorParameters(kl: GraphNode): readonly TensorReference[] {
  return kl.inputs.slice(kl.outputShapes.length);
}
