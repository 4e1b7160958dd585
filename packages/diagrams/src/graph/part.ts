import { HelmholtzError, nearest } from '@helmholtz/base';

import type { Graph } from './graph.js';
import { slice } from './slice.js';
import { ancestors, descendants } from './traverse.js';

/** Two nodes by their ids: where a part of a graph begins and where it ends. */
export type Ends = readonly [from: string, to: string];

/**
 * The nodes from one to another in the order of the graph; what they read from outside is drawn as
 * an input.
 */
export function range(graph: Graph, [from, to]: Ends): Graph {
  const [first, last] = [from, to].map((id) => indexOf(graph, id));
  if (first! > last!) {
    throw new HelmholtzError(
      'usage',
      `The layer range from "${from}" to "${to}" is empty, because "${to}" comes first.`,
      {
        hint: `Swap the ends: from "${to}" to "${from}".`,
      },
    );
  }
  const kept = new Set(graph.nodes.slice(first, last! + 1).map(({ id }) => id));
  return slice(graph, (id) => kept.has(id));
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
