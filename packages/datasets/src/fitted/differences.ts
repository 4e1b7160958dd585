import { itemAt } from '@helmholtz/base';
import type { Dataset } from '../dataset.js';
import { type ElementMoments, elementMoments, summaryOfElements } from './element-moments.js';
import type { Fitted, FittedArray, FittedTable, NumberSummary } from './fitted.js';
import { sizeOfColumn } from './size-of-column.js';

/** A column or element whose numbers are far from those of the training data. */
export interface Difference {
  /** Name of the column, or `element 3`, or `all elements`. */
  readonly name: string;
  /** Mean of the new examples, in the units of the data. */
  readonly mean: number;
  readonly trained: Pick<NumberSummary, 'mean' | 'deviation'>;
  /** How many training deviations the means are apart. */
  readonly deviations: number;
}

/** The mean of several examples is rarely that far off; one example is more often. */
const FAR = 3;
const FAR_ALONE = 8;
const SEVERAL = 5;

/** Named in a warning, at most. */
const MOST_NAMED = 5;

/**
 * Compares examples with the training data: returns columns whose mean is more than 3 training
 * deviations off (8 for fewer than 5 examples), the furthest first. Other units or another
 * population show there.
 */
export function differencesFrom(fitted: Fitted, dataset: Dataset): Difference[] {
  if (dataset.size === 0) return [];
  const moments = elementMoments(dataset);
  const trained = fitted.form === 'table' ? ofColumns(fitted, moments) : ofElements(fitted, moments);
  const most = dataset.size < SEVERAL ? FAR_ALONE : FAR;
  return trained
    .filter(({ values }) => values > 0)
    .map(({ name, mean, trained: { mean: center, deviation } }) => ({
      name,
      mean,
      trained: { mean: center, deviation },
      deviations: Math.abs(mean - center) / deviation,
    }))
    .filter(({ deviations }) => deviations > most)
    .sort((a, b) => b.deviations - a.deviations);
}

/** Returns a line that names the columns that differ most; undefined without differences. */
export function differencesLine(name: string, differences: readonly Difference[]): string | undefined {
  if (differences.length === 0) return undefined;
  const named = differences.slice(0, MOST_NAMED).map(({ name: column, mean, trained, deviations }) => {
    const away = Number.isFinite(deviations)
      ? `${deviations.toPrecision(2)} deviations away`
      : 'which did not vary';
    return `${column} (mean ${short(mean)}; ${short(trained.mean)} in training, ${away})`;
  });
  const more = differences.length - named.length;
  const others = more > 0 ? ` and ${more} more` : '';
  return `${name} is far from the training data: ${named.join(', ')}${others}. Check that the units are the same.`;
}

/** With the number of values that are there. */
type Compared = Omit<Difference, 'deviations'> & { readonly values: number };

function ofColumns({ columns }: FittedTable, { means, counts }: ElementMoments): Compared[] {
  let start = 0;
  return columns.flatMap((column): Compared[] => {
    const element = start;
    start += sizeOfColumn(column);
    if (column.kind !== 'real' && column.kind !== 'count') return [];
    const { name, summary } = column;
    const { center, scale } = column.kind === 'real' ? column : { center: 0, scale: 1 };
    return [{ name, mean: means[element]! * scale + center, trained: summary, values: counts[element]! }];
  });
}

function ofElements(fitted: FittedArray, moments: ElementMoments): Compared[] {
  const { elements, summary, center = [0], scale = [1] } = fitted;
  const raw = {
    ...moments,
    means: moments.means.map(
      (mean, at) => mean * itemAt(scale, at % scale.length) + itemAt(center, at % center.length),
    ),
  };
  const whole = summaryOfElements(raw).mean;
  // Pixels at the margin of images hardly vary, so images are compared as a whole.
  if (!elements || fitted.shape.length > 1)
    return [{ name: 'all elements', mean: whole, trained: summary, values: 1 }];
  return elements.means.flatMap((mean, element): Compared[] => {
    const trained = { mean, deviation: itemAt(elements.deviations, element) };
    return [{ name: `element ${element}`, mean: raw.means[element]!, trained, values: raw.counts[element]! }];
  });
}

const short = (value: number): string => `${Number(value.toPrecision(4))}`;
