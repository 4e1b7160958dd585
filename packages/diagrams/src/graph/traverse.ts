import type { Graph, GraphNode } from './graph.js';

export type Predicate = (node: GraphNode) => boolean;

/** The nodes from which a path leads to one of `targets`, and the targets themselves. */
export function ancestors(graph: Graph, targets: Predicate): Set<string> {
  const found = new Set<string>();
  for (const node of graph.nodes.toReversed()) {
    if (found.has(node.id) || targets(node)) {
      found.add(node.id);
      for (const input of node.inputs) found.add(input.node);
    }
  }
  return found;
}

/** The nodes to which a path leads from one of `sources`, and the sources themselves. */
export function descendants(graph: Graph, sources: Predicate): Set<string> {
  const found = new Set<string>();
  for (const node of graph.nodes) {
    if (sources(node) || node.inputs.some((input) => found.has(input.node))) found.add(node.id);
  }
  return found;
}
