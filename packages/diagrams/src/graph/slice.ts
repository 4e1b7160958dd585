import type { Graph, GraphNode } from './graph.js';

/**
 * Cuts the kept nodes out of a graph. A node outside that a kept one reads is drawn as an input in its place:
 * it keeps its name, role and shape, and loses what lies behind it.
 */
export function slice(graph: Graph, keeps: (id: string) => boolean): Graph {
  const kept = graph.nodes.filter(({ id }) => keeps(id));
  const read = new Set(kept.flatMap(({ inputs }) => inputs.map((input) => input.node)));
  const nodes = graph.nodes
    .filter(({ id }) => keeps(id) || read.has(id))
    .map((node) => (keeps(node.id) ? node : placeholder(node)));

  const consumed = new Set(nodes.flatMap(({ inputs }) => inputs.map((input) => input.node)));
  const [inputs, outputs] = [
    nodes.filter((node) => node.inputs.length === 0),
    nodes.filter((node) => !consumed.has(node.id)),
  ].map((ends) => ends.flatMap(tensors));
  return { ...graph, nodes, inputs: inputs!, outputs: outputs! };
}

function placeholder({ within: _, inner: __, activation: ___, ...node }: GraphNode): GraphNode {
  return { ...node, className: 'InputLayer', inputs: [], inputShapes: [], weights: [] };
}

function tensors({ id, outputShapes }: GraphNode) {
  return outputShapes.map((_, output) => ({ node: id, output }));
}
