import { HelmholtzError } from '@helmholtz/base';
import { type DrawOptions, drawDiff } from '@helmholtz/diagrams';

import type { Drawn } from './deliver.js';
import type { Subject } from './subject.js';
import type { Target } from './targets.js';

/** @throws HelmholtzError (`usage`) unless there are two models to compare */
export function checkPair(sources: readonly string[]): void {
  if (sources.length === 2) return;
  throw new HelmholtzError('usage', `--diff was given ${sources.length} models to compare.`, {
    hint: 'Give two, the earlier one first: helmholtz draw --diff a.yaml b.yaml',
  });
}

/** Draws what is different between two models, in every format that was asked for. */
export async function drawComparison(
  [before, after]: readonly Subject[],
  { formats }: Target,
  options: DrawOptions,
): Promise<Drawn[]> {
  const drawn = formats.map(async (format) => ({
    figure: { level: 'layers' } as const,
    format,
    contents: await drawDiff(before!.description, after!.description, format, options),
    name: 'diff',
  }));
  return Promise.all(drawn);
}
