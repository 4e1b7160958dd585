import type { Graph, GraphNode } from './graph.js';
import { is } from './networks.js';

/**
 * Cuts the kept nodes out of a graph. A tensor that a kept node reads from outside becomes an input
 * with the name, role and shape of its own node. A random variable stays itself.
 */
export function slice(graph: Graph, keeps: (id: string) => boolean): Graph {
  const keptNodes = graph.nodes.filter(({ id }) => keeps(id));
  const inputIds = new Set(keptNodes.flatMap(({ inputs }) => inputs.map((input) => input.node)));
  const nodes = graph.nodes
    .filter(({ id }) => keeps(id) || inputIds.has(id))
    .map((node) => (keeps(node.id) ? node : placeholder(node)));

  const consumed = new Set(nodes.flatMap(({ inputs }) => inputs.map((input) => input.node)));
  const inputs = nodes.filter((node) => node.inputs.length === 0).flatMap(tensors);
  const outputs = nodes.filter((node) => !consumed.has(node.id)).flatMap(tensors);
  return { ...graph, nodes, inputs, outputs };
}

function placeholder({ within: _, inner: __, activation: ___, ...node }: GraphNode): GraphNode {
  const className = isVariable(node) ? node.className : `output of ${node.className}`;
  return { ...node, className, inputs: [], inputShapes: [], weights: [] };
}

const isVariable = is('observed', 'latent', 'noise');

function tensors({ id, outputShapes }: GraphNode) {
  return outputShapes.map((_, output) => ({ node: id, output }));
}
