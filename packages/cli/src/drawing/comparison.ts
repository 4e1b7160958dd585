import { HelmholtzError, firstItems } from '@helmholtz/base';
import { type DrawOptions, drawDiff } from '@helmholtz/diagrams';

import type { Drawn } from './deliver.js';
import type { Subject } from './subject.js';
import type { Target } from './targets.js';

/**
 * Checks that there are two models to compare.
 *
 * @throws HelmholtzError (`usage`) for any other number.
 */
export function checkPair(sources: readonly string[]): void {
  if (sources.length === 2) return;
  throw new HelmholtzError('usage', `--diff compares two models. Received: ${sources.length}.`, {
    hint: 'Give the earlier model first: helmholtz draw --diff a.yaml b.yaml',
  });
}

/** Draws the differences of two models in each format. */
export async function drawComparison(
  subjects: readonly Subject[],
  { formats }: Target,
  options: DrawOptions,
): Promise<Drawn[]> {
  const [before, after] = firstItems(subjects, 2);
  const drawings = formats.map(async (format) => ({
    figure: { level: 'layers' } as const,
    format,
    contents: await drawDiff(before.description, after.description, format, options),
    name: 'diff',
  }));
  return Promise.all(drawings);
}
