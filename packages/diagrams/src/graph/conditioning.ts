import { entryOf } from '@helmholtz/base';
import type { TensorReference } from '@helmholtz/core/description';

import { passedOn } from './bypass.js';
import type { Graph, GraphNode } from './graph.js';
import { is } from './networks.js';

const isVariable = is('observed', 'latent');
const isKl = is('kl');

/** A density in the usual notation, such as `p(x | z)`. */
export function density(letter: 'p' | 'q', variables: string, given: readonly string[]): string {
  return given.length === 0 ? `${letter}(${variables})` : `${letter}(${variables} | ${given.join(', ')})`;
}

export function variableName(node: GraphNode): string {
  return node.variable ?? node.layer;
}

/**
 * The names of the random variables that tensors are computed from, in the order of the graph: the
 * first observed or latent variables met on the way back. Noise is integrated out, so it is not
 * among them.
 */
export function conditioning(graph: Graph, tensors: readonly TensorReference[]): string[] {
  const names = nodesBehind(graph, tensors).filter(isVariable).map(variableName);
  return [...new Set(names)];
}

/**
 * Returns the nodes that tensors are computed from, back to the first random variables. A KL node
 * passes each output through like the identity, so the nodes of its prior do not count.
 */
export function nodesBehind(graph: Graph, tensors: readonly TensorReference[]): GraphNode[] {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const visited = new Set<string>();
  const foundIds = new Set<string>();
  const waiting = [...tensors];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const key = `${next.output} ${next.node}`;
    if (visited.has(key)) continue;
    visited.add(key);
    const node = entryOf(nodes, next.node);
    if (isKl(node)) waiting.push(passedOn(node, next.output));
    else {
      foundIds.add(node.id);
      if (!isVariable(node)) waiting.push(...node.inputs);
    }
  }
  return graph.nodes.filter(({ id }) => foundIds.has(id));
}

/** Returns the variables that a latent's posterior is conditioned on. */
export function posteriorGiven(graph: Graph, latent: GraphNode): string[] {
  return conditioning(graph, latent.inputs);
}

/** q of a latent variable, such as `q(z | x)`. */
export function posteriorOf(graph: Graph, latent: GraphNode): string {
  return density('q', variableName(latent), posteriorGiven(graph, latent));
}

/** Returns a deterministic latent such as `code = f(x)`, as in a plain autoencoder. */
export function codeOf(graph: Graph, latent: GraphNode): string {
  return `${variableName(latent)} = f(${posteriorGiven(graph, latent).join(', ')})`;
}

/** Returns whether a latent is random: it has a divergence from a prior, or noise as input. */
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

/** Returns p of a latent variable, such as `p(z)`, with the conditions of its KL node. */
export function priorOf(graph: Graph, latent: GraphNode): string {
  const kl = divergenceOf(graph, latent);
  return kl ? divergence(graph, kl).prior : density('p', variableName(latent), []);
}

/** Returns the two densities that a KL node compares. Its outputs may include the latent itself. */
export function divergence(graph: Graph, node: GraphNode): { posterior: string; prior: string } {
  const posterior = node.inputs.slice(0, node.outputShapes.length);
  const name = variableName(node);
  return {
    posterior: density(
      'q',
      name,
      conditioning(graph, posterior).filter((given) => given !== name),
    ),
    prior: density('p', name, conditioning(graph, priorParameters(node))),
  };
}

/** Returns the inputs of a KL node beyond the posterior's parameters: those of the prior. */
export function priorParameters(kl: GraphNode): readonly TensorReference[] {
  return kl.inputs.slice(kl.outputShapes.length);
}
