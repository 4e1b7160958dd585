import type { ColumnLook } from './look.js';
import { namesRows } from './names-rows.js';
import type { NumberLook } from './number-look.js';

/** Likelihood that suits the values of a column, and why in a few words. */
export interface ProposedLikelihood {
  readonly column: string;
  /** Name of a likelihood, or `identifier` for a column that names the rows. */
  readonly likelihood: string;
  /** Standardization that the likelihood needs, if it is not its own. */
  readonly standardize?: 'squeeze' | undefined;
  readonly reason: string;
  /** Whether the column gets this likelihood without a proposal, by its kind alone. */
  readonly isDefault: boolean;
}

/** Fewer different numbers than this are no continuous column. */
const LEAST_VALUES = 5;

/** Share of zeros from which on zeros are a part of their own. */
const ZEROS = 0.02;

/** Share of zeros up to which shares from 0 to 1 are squeezed between them. */
const EDGES = 0.05;

/** Most grades of a scale, such as answers from 1 to 10. */
const MOST_GRADES = 11;

/** Least share of the highest grade, of that of even grades. Counts decay, grades end. */
const TOP_GRADE = { from1: 0.2, from0: 0.6 };

/** Whole numbers that reach this far, and are skewed, are amounts rather than counts. */
const AMOUNTS = 1000;

/** Skewness from which on a column of positive numbers is closer to normal as logarithms. */
const SKEWED = 1;

/** Interquartile ranges from the median to the furthest number of a heavy tail. */
const HEAVY = 20;

/** Variance of counts over their mean. */
const OVERDISPERSED = 1.5;
const UNDERDISPERSED = 0.5;

/**
 * Proposes a likelihood for a column by its values: `logNormal` for skewed positive numbers,
 * `zeroInflatedLogNormal` for amounts with zeros, `beta` for shares between 0 and 1, `ordinal` for
 * grades, `poisson`, `negativeBinomial` or their zero-inflated forms for counts, and others.
 *
 * @param looked number of rows that were looked at.
 * @returns undefined for a column that is empty or constant, or holds notes.
 *
 * @example
 * ```ts
 * import { lookAtTable, parseTable, proposeLikelihood } from '@helmholtz/datasets';
 *
 * const shares = [0.12, 0.4, 0.33, 0.9, 0.71, 0.5];
 * const { columns, looked } = lookAtTable(parseTable(`share\n${shares.join('\n')}\n`, 'new.csv'));
 * console.log(columns.map((column) => proposeLikelihood(column, looked)?.likelihood)); // [ 'beta' ]
 * ```
 */
export function proposeLikelihood(column: ColumnLook, looked: number): ProposedLikelihood | undefined {
  const { name, kind, numbers, unique, date, grades } = column;
  if (column.problem !== undefined) return undefined;
  if (kind === 'empty' || unique < 2) return undefined;
  if (namesRows(column, looked)) {
    return { column: name, likelihood: 'identifier', reason: 'names the rows', isDefault: false };
  }
  if (kind === 'text') return undefined;
  const proposed = (likelihood: string, reason: string, isDefault = false): ProposedLikelihood => ({
    column: name,
    likelihood,
    reason,
    isDefault,
  });
  if (kind === 'binary') return proposed('bernoulli', 'two values', true);
  if (kind === 'ordinal')
    return proposed('ordinal', grades ? `grades ${grades[0]} to ${grades[1]}` : 'grades');
  if (kind === 'categorical' || !numbers) return proposed('categorical', `${unique} categories`, true);
  if (date !== undefined) return proposed('normal', 'dates', true);
  const [likelihood, reason, standardize] =
    numbers.whole && numbers.minimum >= 0 ? forWhole(numbers) : forReal(numbers);
  const choice = proposed(likelihood, reason, likelihood === (kind === 'count' ? 'poisson' : 'normal'));
  return standardize ? { ...choice, standardize } : choice;
}

type Choice = readonly [likelihood: string, reason: string, standardize?: 'squeeze'];

function forReal(numbers: NumberLook): Choice {
  const { minimum, maximum, zeros, count, unique, skewness } = numbers;
  const share = zeros / count;
  if (unique >= LEAST_VALUES && minimum >= 0 && maximum <= 1 && maximum > 0.3) {
    if (minimum > 0 && maximum < 1) return ['beta', 'between 0 and 1'];
    // Many exact zeros are a part of their own.
    if (share <= EDGES) return ['beta', 'from 0 to 1, squeezed between them', 'squeeze'];
  }
  if (minimum === 0 && share > ZEROS && skewness > 0)
    return ['zeroInflatedLogNormal', `amounts, ${percent(share)} zeros`];
  if (minimum > 0 && skewness > SKEWED) return ['logNormal', 'positive and skewed'];
  return isHeavy(numbers) ? ['studentT', 'outliers'] : ['normal', 'real numbers'];
}

function isHeavy({ quantiles, minimum, maximum }: NumberLook): boolean {
  const [, lower, median, upper] = quantiles;
  return upper > lower && Math.max(maximum - median, median - minimum) > HEAVY * (upper - lower);
}

function forWhole(numbers: NumberLook): Choice {
  const { minimum, maximum, zeros, count, mean, skewness, deviation } = numbers;
  if (isGrades(numbers)) return ['ordinal', `grades ${minimum} to ${maximum}`];
  const share = zeros / count;
  if (maximum >= AMOUNTS && skewness > SKEWED) {
    if (minimum > 0) return ['logNormal', 'positive and skewed'];
    if (share > ZEROS) return ['zeroInflatedLogNormal', `amounts, ${percent(share)} zeros`];
  }
  const dispersion = deviation ** 2 / mean;
  if (minimum > 0 && dispersion < UNDERDISPERSED) return ['normal', 'vary less than counts'];
  // Far from 0, whole numbers are measurements, such as ages or years.
  if (minimum > 0 && mean > 3 * deviation && mean > 20) return ['normal', 'far from 0'];
  return forCounts(numbers, share, dispersion);
}

/** A short scale from 0 or 1 all of whose grades occur, and which ends rather than decays. */
function isGrades({ minimum, maximum, whole, histogram, count, unique }: NumberLook): boolean {
  const levels = maximum - minimum + 1;
  if (!whole || minimum > 1 || levels < 3 || levels > MOST_GRADES || unique < levels) return false;
  const least = (minimum === 1 ? TOP_GRADE.from1 : TOP_GRADE.from0) / levels;
  return (histogram.counts.at(-1) ?? 0) > least * count;
}

function forCounts({ mean, count }: NumberLook, share: number, dispersion: number): Choice {
  // Standard errors of a share allow for chance.
  const surplus = (expected: number): boolean =>
    share - expected > Math.max(0.03, 4 * Math.sqrt((expected * (1 - expected)) / count));
  const zeros = `${percent(share)} zeros`;
  const positive = mean / Math.max(1 - share, 1e-9);
  const rate = rateOf(positive);
  // Second moment of the positive counts, against that of a truncated Poisson distribution.
  const spread = (dispersion * mean + mean ** 2) / Math.max(1 - share, 1e-9) - positive ** 2;
  const isPoisson = spread <= OVERDISPERSED * Math.max(positive * (1 + rate - positive), 1e-9);
  if (isPoisson && surplus(Math.exp(-rate))) return ['zeroInflatedPoisson', `counts, ${zeros}`];
  if (dispersion <= OVERDISPERSED) return ['poisson', 'counts'];
  const concentration = mean / (dispersion - 1);
  const ofZero = (1 + mean / concentration) ** -concentration;
  if (surplus(ofZero)) return ['zeroInflatedNegativeBinomial', `counts, ${zeros}`];
  return ['negativeBinomial', 'counts that vary more than Poisson counts'];
}

/** Rate of a Poisson distribution whose positive counts have this mean: rate / (1 - exp(-rate)). */
function rateOf(positive: number): number {
  let rate = positive;
  for (let step = 0; step < 100; step++) rate = positive * -Math.expm1(-rate);
  return rate;
}

const percent = (share: number): string => `${Number((100 * share).toPrecision(2))} %`;
