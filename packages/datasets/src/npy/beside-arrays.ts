import { HelmholtzError } from '@helmholtz/base';

import type { Dataset } from '../dataset.js';
import { masked } from '../missing-values.js';
import { isLengths, lengthsOf, withinLengths } from '../padded-steps.js';
import { type PartOfSeries, windowsOf } from '../series/windows-of.js';
import type { WindowRule } from '../series/window.js';

interface CutOptions {
  readonly rule: Required<WindowRule> | undefined;
  readonly mask: string;
  readonly within?: PartOfSeries | undefined;
}

/**
 * Cuts arrays and those beside them into windows, if there is a rule, and applies their masks.
 *
 * @throws HelmholtzError (`usage`) for lengths of series that are cut.
 */
export function cutAndMasked(
  dataset: Dataset,
  arrays: ReadonlyMap<string, Dataset>,
  { rule, mask, within }: CutOptions,
): Dataset {
  if (!rule) return withMasks(dataset, arrays, mask);
  const lengths = [...arrays.keys()].find(isLengths);
  if (lengths !== undefined) {
    throw new HelmholtzError(
      'usage',
      `The array "${lengths}" gives lengths, and data.window cuts the series.`,
      {
        hint: 'Mark padded steps by NaN or a mask, or cut the series yourself.',
      },
    );
  }
  const windows = new Map([...arrays].map(([name, array]) => [name, windowsOf(array, rule, within)]));
  return withMasks(windowsOf(dataset, rule, within), windows, mask);
}

/**
 * Returns arrays with NaN where their masks are 0: the first array by the mask `mask`, another one
 * by `<name>-mask`.
 */
function withMasks(dataset: Dataset, arrays: ReadonlyMap<string, Dataset>, mask: string): Dataset {
  const maskOf = (name?: string): string => (name === undefined ? mask : `${name}-${mask}`);
  const masks = new Set([maskOf(), ...[...arrays.keys()].map(maskOf)]);
  const withMask = (array: Dataset, name?: string): Dataset => {
    if (mask === 'none') return array;
    const own = arrays.get(maskOf(name));
    const known = own ? masked(array, own) : array;
    const lengths = lengthsOf(arrays, name);
    return lengths ? withinLengths(known, lengths) : known;
  };
  const others = [...arrays]
    .filter(([name]) => mask === 'none' || !masks.has(name))
    .map(([name, array]) => [name, withMask(array, name)] as const);
  const own = withMask(dataset);
  return others.length === 0 ? own : { ...own, others: Object.fromEntries(others) };
}

/** @throws HelmholtzError (`data`) if an array beside the first has another number of examples. */
export function checkSameSize(file: string, other: Dataset, path: string, { size }: Dataset): void {
  if (other.size === size) return;
  throw new HelmholtzError('data', `${file} holds ${other.size} examples, and ${path} ${size}.`, {
    hint: 'Both files need the same examples in the same order.',
  });
}

/**
 * Compares the axes of examples with those of training: 6 values are [2, 3] or [3, 2]. A last axis
 * of one element may be left out.
 *
 * @throws HelmholtzError (`data`) for other axes.
 */
export function checkSameShape(path: string, { shape }: Dataset, { shape: trained }: Dataset): void {
  const axes = (sizes: readonly number[]): string => sizes.join().replace(/(,1)+$/, '');
  if (axes(shape) === axes(trained)) return;
  throw new HelmholtzError(
    'data',
    `${path} has examples of shape [${shape.join(', ')}], and the training examples have [${trained.join(', ')}].`,
    { hint: 'Give examples of that shape along the first axis.' },
  );
}
