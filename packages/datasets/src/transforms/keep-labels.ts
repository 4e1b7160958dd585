import { HelmholtzError, RandomStream } from '@helmholtz/base';

import type { Dataset } from '../dataset.js';
import type { DatasetInParts } from '../dataset-in-parts.js';
import { subset } from './subset.js';

/** Number of examples that keep their labels, and the seed that chooses them. */
export interface KeptLabels {
  readonly examples: number;
  /** 0 by default. */
  readonly seed?: number | undefined;
}

/**
 * Keeps the labels of a few examples, for experiments with few labels. Returns two parts:
 * `labelled`, and `unlabelled` with all other examples without labels.
 *
 * The labels are balanced: each class has the same number. If the number is not a multiple of the
 * number of classes, the first classes have one more. A seed chooses the same examples whatever
 * the order of epochs.
 *
 * @throws HelmholtzError (`usage`) if a class has fewer labels, or would have none; (`data`) for
 *   data without labels.
 *
 * @example
 * ```ts
 * import { keepLabels, loadDataset } from '@helmholtz/datasets';
 *
 * const { train } = await loadDataset('digits');
 * const { labelled, unlabelled } = keepLabels(train, { examples: 100, seed: 1 }).parts;
 * console.log(labelled?.size, unlabelled?.size, unlabelled?.labels); // 100 8900 undefined
 * ```
 */
export function keepLabels(dataset: Dataset, { examples, seed = 0 }: KeptLabels): DatasetInParts {
  const { name, size } = dataset;
  const rowsOfClasses = rowsByClass(dataset);
  const classes = rowsOfClasses.length;
  if (!(Number.isInteger(examples) && examples >= classes)) {
    throw new HelmholtzError(
      'usage',
      `${examples} labels are kept of ${name}, which has ${classes} classes.`,
      {
        hint: `Keep at least one of each class, a whole number from ${classes} on.`,
      },
    );
  }
  const kept = rowsOfClasses.flatMap((rows, index) => {
    const share = Math.floor(examples / classes) + (index < examples % classes ? 1 : 0);
    if (rows.length < share) throw tooFew(dataset, examples, index, [rows.length, share]);
    const random = new RandomStream(seed, 'labels', index);
    return drawn(rows, share, random);
  });
  const isKept = new Set(kept);
  const others = Uint32Array.from(Array(size).keys()).filter((row) => !isKept.has(row));
  const labelled = subset(dataset, Uint32Array.from(kept).sort());
  const unlabelled = subset(dataset, others);
  const { fitted } = dataset;
  return {
    name,
    parts: {
      labelled: { ...labelled, name: `${name}/labelled` },
      ...(others.length > 0
        ? { unlabelled: { ...unlabelled, name: `${name}/unlabelled`, labels: undefined } }
        : {}),
    },
    ...(fitted ? { fitted } : {}),
  };
}

/** Returns the labelled examples of each class. */
function rowsByClass({ name, labels, classNames }: Dataset): number[][] {
  const last = Array.from(labels ?? []).reduce((largest, label) => Math.max(largest, label), -1);
  if (!labels || last < 0) {
    throw new HelmholtzError('data', `${name} has no labels to keep.`, {
      hint: 'Leave data.labelled out, or add labels: train-labels.npy, or a column of the kind label.',
    });
  }
  const classes = Math.max(last + 1, classNames?.length ?? 0);
  const rows = Array.from({ length: classes }, (): number[] => []);
  labels.forEach((label, row) => void rows[label]?.push(row));
  return rows;
}

/** Draws elements without replacement. */
function drawn(values: readonly number[], count: number, random: RandomStream): number[] {
  const left = [...values];
  return Array.from({ length: count }, () => left.splice(random.nextInteger(left.length), 1)).flat();
}

function tooFew(
  { name, classNames }: Dataset,
  examples: number,
  index: number,
  [found, share]: readonly [number, number],
): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `${examples} labels are kept of ${name}, ${share} of the class "${classNames?.[index] ?? index}", which has ${found}.`,
    { hint: 'Keep fewer: the labels that are kept are balanced over the classes.' },
  );
}
