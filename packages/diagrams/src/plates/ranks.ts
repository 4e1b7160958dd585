import { HelmholtzError, entryOf } from '@helmholtz/base';

import type { PlateModel, PlateNode } from './plate-model.js';

/**
 * Returns the rows of the variables from top to bottom, as in papers. Causes are above effects.
 * Variables without causes are above all that they generate. Observed variables that generate
 * nothing are at the bottom.
 *
 * @throws HelmholtzError of kind `graph` if variables generate each other
 */
export function rowsOf(model: PlateModel, variables: readonly PlateNode[]): string[][] {
  const ids = variables.map(({ id }) => id);
  const generative = model.edges.filter(
    ({ from, to, direction }) => direction === 'generative' && ids.includes(from) && ids.includes(to),
  );
  const parents = (id: string) => generative.filter(({ to }) => to === id).map(({ from }) => from);
  const children = (id: string) => generative.filter(({ from }) => from === id).map(({ to }) => to);

  const rank = new Map<string, number>();
  const visit = (id: string, path: readonly string[]): number => {
    if (path.includes(id)) throw cyclic(model, [...path.slice(path.indexOf(id)), id]);
    const knownRank = rank.get(id);
    if (knownRank !== undefined) return knownRank;
    const newRank = Math.max(0, ...parents(id).map((parent) => visit(parent, [...path, id]) + 1));
    rank.set(id, newRank);
    return newRank;
  };
  ids.forEach((id) => visit(id, []));

  const lastRank = Math.max(...rank.values());
  for (const { id, kind } of variables) {
    const below = children(id);
    if (below.length === 0 && kind === 'observed') rank.set(id, lastRank);
    else if (below.length > 0 && parents(id).length === 0) {
      rank.set(id, Math.min(...below.map((child) => entryOf(rank, child))) - 1);
    }
  }
  const rows = Array.from({ length: lastRank + 1 }, (_, row) => ids.filter((id) => rank.get(id) === row));
  return rows.filter((row) => row.length > 0);
}

function cyclic({ name }: PlateModel, path: readonly string[]): HelmholtzError {
  return new HelmholtzError(
    'graph',
    `The variables of the model "${name}" depend on each other in a cycle: ${path.join(' -> ')}.`,
    {
      hint: 'Compute each prior from latent variables that do not depend on it.',
    },
  );
}
