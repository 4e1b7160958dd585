import type { Graph, GraphNode } from './graph.js';
import { is } from './networks.js';
import { variableName } from './conditioning.js';

/**
 * The graph as it generates: each latent is drawn from its prior, and so reads the prior's parameters rather than what
 * recognition makes of the observed.
 */
export function ancestral(graph: Graph): Graph {
  const isLatent = is('latent');
  return { ...graph, nodes: graph.nodes.map((node) => (isLatent(node) ? fromPrior(graph, node) : node)) };
}

function fromPrior(graph: Graph, latent: GraphNode): GraphNode {
  const divergence = graph.nodes.find(
    (node) => node.role === 'kl' && variableName(node) === variableName(latent),
  );
  // A KL node returns the posterior's parameters; what it reads beyond them are the prior's.
  const first = divergence?.outputShapes.length ?? 0;
  return {
    ...latent,
    inputs: divergence?.inputs.slice(first) ?? [],
    inputShapes: divergence?.inputShapes.slice(first) ?? [],
    drawnFrom: 'prior',
  };
}
