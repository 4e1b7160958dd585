import { conditioning, density, posteriorGiven, priorOf, variableName } from '../graph/conditioning.js';
import type { Graph, GraphNode } from '../graph/graph.js';
import { is, networks } from '../graph/networks.js';
import { densityOf, factorId, factorsOf } from '../plates/factors.js';

/** A frame around the layers of a network. */
export interface NetworkFrame {
  readonly id: string;
  readonly label: string;
  /** The ids of the nodes in it. */
  readonly members: ReadonlySet<string>;
}

/**
 * A frame around the recognition network, and one around the generative network. A hierarchy
 * recognizes and generates by turns: where the data would flow out of such a frame and into it
 * again there is one for each density instead.
 */
export function networkFrames(model: Graph): readonly NetworkFrame[] {
  const frames = framesOfDirections(model);
  return [...(flowsBack(model, frames) ? framesOfDensities(model) : frames), ...framesOfObjective(model)];
}

/** A frame around the networks of the objective that learn by the same losses. */
function framesOfObjective({ nodes }: Graph): NetworkFrame[] {
  const byLosses = new Map<string, Set<string>>();
  for (const { id, learnsBy } of nodes) {
    if (!learnsBy) continue;
    const losses = learnsBy.join(', ');
    byLosses.set(losses, (byLosses.get(losses) ?? new Set()).add(id));
  }
  return [...byLosses].map(([losses, members]) => ({
    id: `network:objective:${losses}`,
    label: losses === '' ? 'Objective' : `Objective: ${losses}`,
    members,
  }));
}

function framesOfDirections(graph: Graph): NetworkFrame[] {
  const networkOf = networks(graph);
  const latents = graph.nodes.filter(is('latent'));
  const likelihoods = graph.nodes.filter(is('likelihood'));
  const names = (nodes: GraphNode[]) => [...new Set(nodes.map(variableName))].join(', ');

  const observed = [...new Set(latents.flatMap((node) => posteriorGiven(graph, node)))];
  const posterior = density(
    'q',
    names(latents),
    observed.filter((name) => !latents.map(variableName).includes(name)),
  );
  const conditions = [...new Set(likelihoods.flatMap((node) => conditioning(graph, node.inputs)))];
  const likelihood = likelihoods.length > 0 ? [density('p', names(likelihoods), conditions)] : [];
  const conditionalPriors = latents
    .map((node) => priorOf(graph, node))
    .filter((prior) => prior.includes('|'));
  const generative = [...new Set([...likelihood, ...conditionalPriors])].join(' ');
  const frame = (network: 'recognition' | 'generative', label: string): NetworkFrame => ({
    id: `network:${network}`,
    label,
    members: new Set(graph.nodes.flatMap(({ id }) => (networkOf.get(id) === network ? [id] : []))),
  });
  return [
    frame('recognition', `Recognition network ${posterior}`),
    frame('generative', `Generative network ${generative}`.trim()),
  ];
}

/**
 * Excludes nodes that several densities share. A KL node compares two densities and stays between
 * their frames, unless it passes parameters on within one.
 */
function framesOfDensities(graph: Graph): NetworkFrame[] {
  const factors = factorsOf(graph);
  const uses = new Map<string, number>();
  for (const { id } of factors.flatMap(({ layers }) => layers)) uses.set(id, (uses.get(id) ?? 0) + 1);
  return factors.map((factor) => {
    const layers = factor.layers.filter(({ id }) => uses.get(id) === 1);
    const inputIds = new Set(layers.flatMap(({ inputs }) => inputs.map(({ node }) => node)));
    const passing = graph.nodes.filter((node) => node.role === 'kl' && inputIds.has(node.id));
    const ofVariable = passing.filter((node) => variableName(node) === factor.variable);
    return {
      id: `network:${factorId(factor)}`,
      label: densityOf(factor),
      members: new Set([...layers, ...ofVariable].map(({ id }) => id)),
    };
  });
}

/** Whether there is a cycle among frames and the nodes outside of them. */
function flowsBack(graph: Graph, frames: readonly NetworkFrame[]): boolean {
  const place = (id: string) => frames.find(({ members }) => members.has(id))?.id ?? id;
  const places = new Map<string, Set<string>>();
  for (const { id, inputs } of graph.nodes) {
    const ownPlace = place(id);
    const before = places.get(ownPlace) ?? new Set();
    for (const { node } of inputs) if (place(node) !== ownPlace) before.add(place(node));
    places.set(ownPlace, before);
  }
  for (let left = places.size; ; left = places.size) {
    for (const [id, before] of places) if (![...before].some((each) => places.has(each))) places.delete(id);
    if (places.size === left) return left > 0;
  }
}
