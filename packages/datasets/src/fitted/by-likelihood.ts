import type { ModelledKind } from './column-kind.js';
import type { ColumnOptions } from './fitted.js';
import type { StandardizeMethod } from './standardize.js';

/** Likelihoods of positive numbers, in any unit; one of them of zeros, too. */
const ofPositive: ReadonlySet<string> = new Set(['logNormal', 'gamma', 'zeroInflatedLogNormal']);

/** Likelihoods of numbers in the unit of the data: shares, angles, numbers with bounds. */
const inOwnUnit: ReadonlySet<string> = new Set([
  'beta',
  'continuousBernoulli',
  'truncatedNormal',
  'vonMises',
]);

/** Likelihoods of all real numbers. */
const ofReals: ReadonlySet<string> = new Set(['normal', 'laplace', 'studentT', 'normalMixture']);

/** Whether a likelihood was declared that gives a probability, not a density. */
export function isDiscreteLikelihood(likelihood: ColumnOptions['likelihood']): boolean {
  const name = nameOf(likelihood);
  return name !== '' && !ofPositive.has(name) && !inOwnUnit.has(name) && !ofReals.has(name);
}

function nameOf(likelihood: ColumnOptions['likelihood']): string {
  return (typeof likelihood === 'string' ? likelihood : likelihood?.name) ?? '';
}

/** Returns the standardization that suits a likelihood; undefined for the table's own. */
export function methodOf(likelihood: ColumnOptions['likelihood']): StandardizeMethod | undefined {
  const name = nameOf(likelihood);
  if (ofPositive.has(name)) return 'mean';
  return inOwnUnit.has(name) ? 'none' : undefined;
}

/** Returns the kind of a column with a likelihood: amounts may be whole numbers, as counts are. */
export function kindFor(likelihood: ColumnOptions['likelihood'], inferred: ModelledKind): ModelledKind {
  const name = nameOf(likelihood);
  if (name === 'ordinal') return 'ordinal';
  const real = ofPositive.has(name) || inOwnUnit.has(name) || ofReals.has(name);
  return real && inferred !== 'categorical' ? 'real' : inferred;
}
