import { HelmholtzError, nearest } from '@helmholtz/base';

import type { Graph } from './graph.js';
import { slice } from './slice.js';
import { ancestors, descendants } from './traverse.js';

/** Ids of the first and the last node of a part of a graph. */
export type Ends = readonly [from: string, to: string];

/**
 * Returns the nodes between two nodes in the order of the graph, with outside tensors as inputs.
 */
export function range(graph: Graph, [from, to]: Ends): Graph {
  const [first, last] = [indexOf(graph, from), indexOf(graph, to)];
  if (first > last) {
    throw new HelmholtzError(
      'usage',
      `The layer range from "${from}" to "${to}" is empty, because "${to}" comes first.`,
      {
        hint: `Swap the ends: from "${to}" to "${from}".`,
      },
    );
  }
  const keptIds = new Set(graph.nodes.slice(first, last + 1).map(({ id }) => id));
  return slice(graph, (id) => keptIds.has(id));
}

/** The ids of all nodes on paths from one node to another. */
export function pathsBetween(graph: Graph, [from, to]: Ends): Set<string> {
  for (const id of [from, to]) indexOf(graph, id);
  const after = descendants(graph, ({ id }) => id === from);
  const before = ancestors(graph, ({ id }) => id === to);
  const between = new Set([...after].filter((id) => before.has(id)));
  if (between.size > 0) return between;
  throw new HelmholtzError('usage', `There is no path from "${from}" to "${to}".`, {
    hint: 'Name the earlier layer first.',
  });
}

function indexOf(graph: Graph, id: string): number {
  const ids = graph.nodes.map((node) => node.id);
  const index = ids.indexOf(id);
  if (index >= 0) return index;
  throw new HelmholtzError(
    'usage',
    `Unknown layer ${JSON.stringify(id)} in the drawn part of "${graph.name}".`,
    {
      hint: nearest(id, ids),
    },
  );
}
