import type { Graph, GraphNode } from './graph.js';
import { is } from './networks.js';
import { variableName } from './conditioning.js';

/**
 * Returns the graph for generation: each latent reads the parameters of its prior instead of those
 * of its posterior.
 */
export function ancestral(graph: Graph): Graph {
  const isLatent = is('latent');
  return { ...graph, nodes: graph.nodes.map((node) => (isLatent(node) ? fromPrior(graph, node) : node)) };
}

function fromPrior(graph: Graph, latent: GraphNode): GraphNode {
  const divergence = graph.nodes.find(
    (node) => node.role === 'kl' && variableName(node) === variableName(latent),
  );
  // A KL node returns the posterior's parameters; its other inputs are the prior's.
  const first = divergence?.outputShapes.length ?? 0;
  return {
    ...latent,
    inputs: divergence?.inputs.slice(first) ?? [],
    inputShapes: divergence?.inputShapes.slice(first) ?? [],
    drawnFrom: 'prior',
  };
}
