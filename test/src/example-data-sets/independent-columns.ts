import { itemAt } from '@helmholtz/base';
import { partName, partOptions, readExamples, type Spec } from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';

import { minimize } from './minimize.js';

type Likelihood = Spec['likelihood'];
/** Values of an element that are present, and the exposure of each. */
interface Values {
  readonly values: readonly number[];
  readonly exposures: readonly number[];
}
/** Fits a family to training values. Returns -log p of a value. */
type Fit = (train: Values, options: Readonly<Record<string, unknown>>) => Nll;
type Nll = (value: number, exposure: number) => number;

const LOG_2PI = Math.log(2 * Math.PI);

/** The families of the examples, fitted by maximum likelihood. */
const fits: Readonly<Record<string, Fit>> = {
  normal: ({ values }, { minimumScale }) => {
    const mean = meanOf(values);
    const scale = Math.max(Math.sqrt(meanOf(values.map((x) => (x - mean) ** 2))), Number(minimumScale ?? 0));
    return (x) => ((x - mean) / scale) ** 2 / 2 + Math.log(scale) + LOG_2PI / 2;
  },
  logNormal: ({ values, exposures }, options) => {
    const ofLogarithm = itemOf('normal')({ values: values.map(Math.log), exposures }, options);
    return (x) => ofLogarithm(Math.log(x), 1) + Math.log(x);
  },
  poisson: ({ values }) => {
    const mean = meanOf(values);
    return (x) => mean - x * Math.log(mean) + logGamma(x + 1);
  },
  bernoulli: ({ values }) => {
    const mean = meanOf(values);
    return (x) => -Math.log(x === 1 ? mean : 1 - mean);
  },
  ordinal: ({ values }) => {
    return (x) => -Math.log(values.filter((value) => value === x).length / values.length);
  },
  negativeBinomial: (train) => fitted(train, [0, 0], ([logRate, logShape]) => counts(logRate, logShape, 0)),
  zeroInflatedNegativeBinomial: (train) =>
    fitted(train, [0, 0, -2], ([logRate, logShape, logit]) => counts(logRate, logShape, sigmoid(logit))),
};

/** Finds the parameters with the smallest sum of -log p. Searches around the mean rate. */
function fitted(
  { values, exposures }: Values,
  start: readonly number[],
  nllAt: (parameters: readonly number[]) => Nll,
): Nll {
  const logRate = Math.log(meanOf(values) / meanOf(exposures));
  const best = minimize(
    (parameters) => {
      const nll = nllAt(parameters);
      return values.reduce((sum, value, row) => sum + nll(value, itemAt(exposures, row)), 0);
    },
    [logRate, ...start.slice(1)],
  );
  return nllAt(best);
}

/** Negative binomial with mean rate * exposure and extra zeros. */
function counts(logRate = 0, logShape = 0, extraZeros = 0): Nll {
  const shape = Math.exp(logShape);
  const ofShape = logGamma(shape);
  return (x, exposure) => {
    const mean = Math.exp(logRate) * exposure;
    const logProbability =
      logGamma(x + shape) -
      ofShape -
      logGamma(x + 1) -
      shape * Math.log1p(mean / shape) -
      (x === 0 ? 0 : x * Math.log1p(shape / mean));
    return -Math.log(extraZeros * Number(x === 0) + (1 - extraZeros) * Math.exp(logProbability));
  };
}

/**
 * Mean of -log p over the test examples for a model whose elements are independent. Each element
 * has the family of the likelihood, fitted to its training values. Missing values add nothing.
 */
export function independentNll(likelihood: Likelihood, train: Dataset, test: Dataset): number {
  const [trained, tested] = [elementsOf(train, likelihood), elementsOf(test, likelihood)];
  const nll = familiesOf(likelihood, trained.length).reduce((total, family, element) => {
    const { values, exposures } = itemAt(tested, element);
    const own =
      partName(family) === 'categorical'
        ? // One element of a one-hot vector: the logarithm of its share where it is 1.
          shareNll(itemAt(trained, element))
        : itemOf(partName(family))(itemAt(trained, element), partOptions(family));
    return total + values.reduce((sum, value, row) => sum + own(value, itemAt(exposures, row)), 0);
  }, 0);
  return nll / test.size;
}

function shareNll({ values }: Values): Nll {
  const logShare = Math.log(meanOf(values));
  return (x) => -x * logShare;
}

function itemOf(name: string): Fit {
  const fit = fits[name];
  if (!fit) throw new Error(`no fit of the likelihood ${name}`);
  return fit;
}

/** The likelihood of each element. */
function familiesOf(likelihood: Likelihood, count: number): Likelihood[] {
  const { columns } = partOptions(likelihood) as {
    readonly columns?: readonly { readonly size?: number; readonly likelihood: Likelihood }[];
  };
  return (
    columns?.flatMap((column) => new Array<Likelihood>(column.size ?? 1).fill(column.likelihood)) ??
    new Array<Likelihood>(count).fill(likelihood)
  );
}

function elementsOf(data: Dataset, likelihood: Likelihood): Values[] {
  const { values } = readExamples(
    data,
    Array.from({ length: data.size }, (_, row) => row),
  );
  const width = values.length / data.size;
  const rows = Array.from({ length: data.size }, (_, row) => [
    ...values.subarray(row * width, (row + 1) * width),
  ]);
  const byTotal = partOptions(likelihood)['exposure'] === 'total';
  const totals = rows.map((row) => (byTotal ? row.reduce((sum, value) => sum + value, 0) : 1));
  return Array.from({ length: width }, (_, element) => {
    const present = rows.flatMap((row, index) => (Number.isNaN(row[element]) ? [] : index));
    return {
      values: present.map((row) => itemAt(itemAt(rows, row), element)),
      exposures: present.map((row) => itemAt(totals, row)),
    };
  });
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
const sigmoid = (logit = 0): number => 1 / (1 + Math.exp(-logit));

/** log Gamma(x) by Stirling's series at x + 6 or more. */
function logGamma(x: number): number {
  let shift = 0;
  let at = x;
  for (; at < 7; at++) shift += Math.log(at);
  const inverse = 1 / at;
  const series = inverse / 12 - inverse ** 3 / 360 + inverse ** 5 / 1260;
  return (at - 0.5) * Math.log(at) - at + LOG_2PI / 2 + series - shift;
}
