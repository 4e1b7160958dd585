import { derive, pickLabels, type Dataset } from '../dataset.js';
import { HelmholtzError, itemAt } from '@helmholtz/base';

/**
 * Returns the examples at `indices`, in that order.
 *
 * @throws HelmholtzError (`usage`) for an index that does not exist.
 *
 * @example
 * ```ts
 * import { arrayDataset, subset } from '@helmholtz/datasets';
 *
 * const dataset = arrayDataset({ name: 'numbers', shape: [1], data: [[1], [2], [3]] });
 * console.log(subset(dataset, Uint32Array.of(2, 0)).size); // 2
 * ```
 */
export function subset(dataset: Dataset, indices: Uint32Array): Dataset {
  const stray = indices.find((index) => index >= dataset.size);
  if (stray !== undefined) {
    throw new HelmholtzError(
      'usage',
      `${dataset.name}: there is no example ${stray}; the last one is ${dataset.size - 1}.`,
    );
  }
  return derive(dataset, {
    size: indices.length,
    labels: pickLabels(dataset.labels, indices),
    identifiers: dataset.identifiers?.map(({ name, values }) => ({
      name,
      values: Array.from(indices, (index) => itemAt(values, index)),
    })),
    others: dataset.others && subsets(dataset.others, indices),
    written: (index, element) => dataset.written?.(indices[index] ?? NaN, element),
    read(positions, out, random) {
      dataset.read(
        Array.from(positions, (position) => indices[position] ?? NaN),
        out,
        random,
      );
    },
  });
}

function subsets(
  others: Readonly<Record<string, Dataset>>,
  indices: Uint32Array,
): Readonly<Record<string, Dataset>> {
  return Object.fromEntries(Object.entries(others).map(([name, each]) => [name, subset(each, indices)]));
}

/**
 * Returns the first `count` examples, or all if there are fewer.
 *
 * @throws HelmholtzError (`usage`) if `count` is not a positive whole number.
 *
 * @example
 * ```ts
 * import { loadDataset, take } from '@helmholtz/datasets';
 *
 * const { train } = await loadDataset('digits');
 * console.log(take(train, 100).size); // 100
 * ```
 */
export function take(dataset: Dataset, count: number): Dataset {
  if (!Number.isInteger(count) || count < 1) {
    throw new HelmholtzError('usage', `${dataset.name}: cannot take ${count} examples.`, {
      hint: 'Give a positive whole number.',
    });
  }
  return subset(
    dataset,
    Uint32Array.from({ length: Math.min(count, dataset.size) }, (_, i) => i),
  );
}
