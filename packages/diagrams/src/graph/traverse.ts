import type { Graph, GraphNode } from './graph.js';

export type Predicate = (node: GraphNode) => boolean;

/** The nodes from which a path leads to one of `targets`, and the targets themselves. */
export function ancestors(graph: Graph, targets: Predicate): Set<string> {
  const ancestorIds = new Set<string>();
  for (const node of graph.nodes.toReversed()) {
    if (ancestorIds.has(node.id) || targets(node)) {
      ancestorIds.add(node.id);
      for (const input of node.inputs) ancestorIds.add(input.node);
    }
  }
  return ancestorIds;
}

/** The nodes to which a path leads from one of `sources`, and the sources themselves. */
export function descendants(graph: Graph, sources: Predicate): Set<string> {
  const descendantIds = new Set<string>();
  for (const node of graph.nodes) {
    if (sources(node) || node.inputs.some((input) => descendantIds.has(input.node)))
      descendantIds.add(node.id);
  }
  return descendantIds;
}
