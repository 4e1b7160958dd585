import { entryOf, itemAt } from '@helmholtz/base';
import type { Graph, GraphNode } from './graph.js';

/** A block of nodes that represents several equal blocks in a row. */
export interface Repeat {
  readonly nodes: readonly string[];
  readonly times: number;
}

export interface Folded {
  readonly graph: Graph;
  readonly repeats: readonly Repeat[];
}

/** Largest length of a block: the work grows with it. */
const longest = 40;

/**
 * Draws repeated blocks once: runs of equal nodes with equal connections that only the next block
 * reads. Readers of the last block then read the first.
 */
export function fold(graph: Graph): Folded {
  const { nodes } = graph;
  const index = new Map(nodes.map(({ id }, position) => [id, position]));
  const likeness = nodes.map((node, position) => looksOf(node, position, index));
  const standIn = new Map<string, string>();
  const repeats: Repeat[] = [];

  for (let start = 0; start < nodes.length;) {
    const run = longestRun(graph, likeness, index, start);
    if (!run) {
      start++;
      continue;
    }
    const { period, times } = run;
    const end = start + period * times;
    for (let position = start + period; position < end; position++) {
      standIn.set(itemAt(nodes, position).id, itemAt(nodes, start + ((position - start) % period)).id);
    }
    repeats.push({ nodes: nodes.slice(start, start + period).map(({ id }) => id), times });
    start = end;
  }
  const resolve = <Reference extends { readonly node: string }>(reference: Reference): Reference => ({
    ...reference,
    node: standIn.get(reference.node) ?? reference.node,
  });
  const keptNodes = nodes
    .filter(({ id }) => !standIn.has(id))
    .map((node) => ({ ...node, inputs: node.inputs.map(resolve) }));
  return { graph: { ...graph, nodes: keptNodes, outputs: graph.outputs.map(resolve) }, repeats };
}

/** Returns a key that equal nodes share: all but their names. Inputs and named variables differ. */
function looksOf(node: GraphNode, position: number, index: ReadonlyMap<string, number>): string {
  const {
    className,
    role,
    inputs,
    inputShapes,
    outputShapes,
    activation,
    dtype,
    weights,
    trainable,
    within,
  } = node;
  if (inputs.length === 0 || role !== 'deterministic') return `only ${position}`;
  const wiring = inputs.map((input) => [position - entryOf(index, input.node), input.output]);
  const { name: _, ...config } = node.config;
  return JSON.stringify([
    className,
    wiring,
    inputShapes,
    outputShapes,
    activation,
    dtype,
    weights,
    trainable,
    within,
    config,
  ]);
}

/** Returns the longest run of equal blocks from a node on, with the shortest block among equals. */
function longestRun(
  graph: Graph,
  likeness: readonly string[],
  index: ReadonlyMap<string, number>,
  start: number,
): { period: number; times: number } | undefined {
  let best: { period: number; times: number } | undefined;
  for (let period = 1; period <= Math.min(longest, (likeness.length - start) / 2); period++) {
    let end = start + period;
    while (end < likeness.length && likeness[end] === likeness[end - period]) end++;
    const times = Math.floor((end - start) / period);
    const covered = period * times;
    if (times < 2 || covered <= (best ? best.period * best.times : 0)) continue;
    if (isClosed(graph, index, start, start + covered, period)) best = { period, times };
  }
  return best;
}

/** Returns whether nodes after a run read only its last block. */
function isClosed(
  graph: Graph,
  index: ReadonlyMap<string, number>,
  start: number,
  end: number,
  period: number,
) {
  const isInside = ({ node }: { readonly node: string }) => {
    const position = entryOf(index, node);
    return position >= start && position < end - period;
  };
  return !graph.outputs.some(isInside) && !graph.nodes.slice(end).some(({ inputs }) => inputs.some(isInside));
}
