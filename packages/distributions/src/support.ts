import { type OtherLikelihood, otherForShare } from './other-likelihood.js';

/** Support of a distribution: values with a density or mass. */
export interface Support {
  /** Text for errors, such as "any finite number". */
  readonly description: string;
  /** Checks whether a density or mass is defined at `value`. */
  contains(value: number): boolean;
  /**
   * Whether values have a probability instead of a density. No gradient passes through such draws.
   * False by default.
   */
  readonly discrete?: boolean;
  /** Larger support of the same measure, whose distributions have a density at these values. */
  readonly within?: Support;
  /**
   * Returns why the elements of an event, on the last axis, are invalid together, to follow
   * `example 3 has`. Any elements are valid by default.
   */
  eventProblem?(elements: ArrayLike<number>): string | undefined;
  /** Returns a likelihood for a value outside this support, if there is one. */
  otherFor?(value: number): OtherLikelihood | undefined;
  /**
   * Returns a warning about valid but unusual data, with the likelihood to choose instead, to
   * follow the name of the data: `has only whole numbers ...`.
   */
  advise?(values: ValueSummary): string | undefined;
}

/**
 * Checks whether every value of one support has a density under distributions on another.
 *
 * @example
 * ```ts
 * import { insideUnitInterval, isWithin, realLine } from '@helmholtz/distributions';
 *
 * console.log(isWithin(insideUnitInterval, realLine)); // true
 * console.log(isWithin(realLine, insideUnitInterval)); // false
 * ```
 */
export function isWithin(inner: Support, outer: Support): boolean {
  return inner === outer || (inner.within !== undefined && isWithin(inner.within, outer));
}

/** Summary of the values of a data set. */
export interface ValueSummary {
  readonly minimum: number;
  readonly maximum: number;
  /** Whether all values are whole numbers. */
  readonly whole: boolean;
}

export const realLine: Support = {
  description: 'any finite number',
  contains: (value) => Number.isFinite(value),
  advise({ minimum, maximum, whole }) {
    if (!whole || minimum === maximum) return undefined;
    if (minimum >= 0 && maximum <= 1) {
      return 'has only the values 0 and 1, but the likelihood is for real numbers. Choose "likelihood: bernoulli".';
    }
    const range = `has only whole numbers, from ${minimum} to ${maximum}, but the likelihood is for real numbers. Its density`;
    if (minimum < 0)
      return `${range} is not a probability of whole numbers. Scale them if they are rounded measurements.`;
    return (
      `${range} is not a probability of counts. Choose "likelihood: poisson" or "negativeBinomial" for counts. For pixels from 0 to 255, ` +
      'choose "likelihood: { name: discretizedLogistic, pixels: byte }", or scale them to the range 0 to 1.'
    );
  },
};

export const unitInterval: Support = {
  description: 'numbers from 0 to 1',
  contains: (value) => value >= 0 && value <= 1,
  within: realLine,
};

export const positiveNumbers: Support = {
  description: 'any positive number',
  contains: (value) => value > 0 && Number.isFinite(value),
  otherFor: (value) =>
    value === 0
      ? { likelihood: 'zeroInflatedLogNormal', reason: 'amounts with zeros' }
      : { likelihood: 'normal', reason: 'negative numbers' },
  advise: (values) => realLine.advise?.(values),
  within: realLine,
};

/** Zero has a probability, positive numbers have a density. */
export const amounts: Support = {
  description: '0 and any positive number',
  contains: (value) => value >= 0 && Number.isFinite(value),
  otherFor: () => ({ likelihood: 'normal', reason: 'negative numbers' }),
  advise: ({ minimum }) =>
    minimum > 0
      ? 'has no zeros, but the likelihood is for amounts with zeros. Choose "logNormal".'
      : undefined,
};

export const insideUnitInterval: Support = {
  description: 'numbers between 0 and 1, without 0 and 1 themselves',
  contains: (value) => value > 0 && value < 1,
  otherFor: otherForShare,
  within: positiveNumbers,
};

/** Range of the hyperbolic tangent. */
export const insideSymmetricInterval: Support = {
  description: 'numbers between -1 and 1, without -1 and 1 themselves',
  contains: (value) => value > -1 && value < 1,
  within: realLine,
};

/** Probability vectors. */
export const simplex: Support = {
  description: 'positive numbers that add up to 1 along the last axis',
  contains: (value) => insideUnitInterval.contains(value),
  eventProblem: (elements) => addingUpToOne(elements, (share) => share),
};

/** Logarithms of probability vectors. */
export const logSimplex: Support = {
  description: 'logarithms of positive numbers that add up to 1 along the last axis',
  contains: (value) => value <= 0 && Number.isFinite(value),
  eventProblem: (elements) => addingUpToOne(elements, Math.exp),
};

export const wholeNumbers: Support = {
  description: 'whole numbers from 0 on',
  discrete: true,
  contains: (value) => value >= 0 && Number.isInteger(value),
  otherFor: () => ({ likelihood: 'normal', reason: 'numbers that are negative or not whole' }),
  advise: ({ maximum }) =>
    maximum <= 1
      ? 'has only the values 0 and 1, but the likelihood is for counts. Choose "likelihood: bernoulli".'
      : undefined,
};

const gradeSupports = new Map<number, Support>();

/**
 * Returns the support of ordinal grades 0, 1, ..., `levels` - 1.
 *
 * @example
 * ```ts
 * import { ordinalLevels } from '@helmholtz/distributions';
 *
 * console.log(ordinalLevels(5).contains(4), ordinalLevels(5).contains(5)); // true false
 * ```
 */
export function ordinalLevels(levels: number): Support {
  let support = gradeSupports.get(levels);
  if (!support) gradeSupports.set(levels, (support = gradesBelow(levels)));
  return support;
}

function gradesBelow(levels: number): Support {
  return {
    description: `grades from 0 to ${levels - 1} with "levels: ${levels}" (subtract 1 from grades that begin at 1)`,
    discrete: true,
    contains: (value) => value >= 0 && value < levels && Number.isInteger(value),
    within: wholeNumbers,
    advise: ({ maximum }) =>
      maximum < levels - 1
        ? `has no grade above ${maximum}, but the likelihood has ${levels} levels. Choose "levels: ${maximum + 1}" if there are no higher ones.`
        : undefined,
  };
}

/** Pixels of 256 levels as files of images hold them. */
export const byteLevels: Support = {
  description: 'whole numbers from 0 to 255, or with "pixels: unit" 255ths from 0 to 1',
  discrete: true,
  contains: (value) => value >= 0 && value <= 255 && Number.isInteger(value),
  within: wholeNumbers,
  advise: (values) => adviseOfLevels(values),
};

/** Rounding error of a level in float32, in levels. */
const LEVEL_ROUNDING = 1e-4;

/** Pixels of 256 levels as data sets have them: a level over 255. */
export const unitLevels: Support = {
  description:
    '255ths from 0 to 1, the 256 levels of a pixel, or with "pixels: byte" whole numbers from 0 to 255',
  discrete: true,
  contains(value) {
    const level = value * 255;
    return value >= 0 && value <= 1 && Math.abs(level - Math.round(level)) < LEVEL_ROUNDING;
  },
  advise: (values) => adviseOfLevels(values),
};

function adviseOfLevels({ maximum, whole }: ValueSummary): string | undefined {
  return whole && maximum <= 1
    ? 'has only the values 0 and 1, but the likelihood is for pixels of 256 levels. Choose "likelihood: bernoulli".'
    : undefined;
}

/** Categories in one-hot form. */
export const oneHotVectors: Support = {
  description: 'categories in one-hot form along the last axis: zeros, and a single 1',
  discrete: true,
  contains: (value) => value === 0 || value === 1,
  eventProblem(elements) {
    const ones = sumOf(elements);
    return ones === 1
      ? undefined
      : `${ones || 'no'} ones among the ${elements.length} elements of a category`;
  },
};

/** Numbers from 0 to 1, most of them in between. */
export const greyValues: Support = {
  ...unitInterval,
  advise: ({ whole }) =>
    whole
      ? 'has only the values 0 and 1, but the likelihood is for values between them. Choose "likelihood: bernoulli".'
      : undefined,
};

/**
 * Zeros and ones, with the grey values between them that the tutorials give to a Bernoulli
 * likelihood.
 */
export const binaryOrGrey: Support = {
  description: unitInterval.description,
  contains: (value) => unitInterval.contains(value),
  discrete: true,
  advise: ({ whole }) =>
    whole
      ? undefined
      : 'has grey values, but a Bernoulli likelihood is for 0 and 1. Tutorials do the same, but the NELBO then bounds no ' +
        'probability. Choose "binarization: sample" or "threshold", or "likelihood: continuousBernoulli", "discretizedLogistic" ' +
        'or "normal".',
};

/** Rounding error of the sum of some thousand shares in float32. */
const ROUNDING = 1e-4;

function addingUpToOne(
  elements: ArrayLike<number>,
  shareOf: (element: number) => number,
): string | undefined {
  const total = sumOf(Array.from(elements, shareOf));
  return Math.abs(total - 1) < ROUNDING ? undefined : `${elements.length} shares that add up to ${total}`;
}

function sumOf(elements: ArrayLike<number>): number {
  return Array.from(elements).reduce((total, element) => total + element, 0);
}
