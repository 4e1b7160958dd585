import { dialectOf, encodeCsv } from '@helmholtz/datasets';

import type { Scores } from './score.js';

/**
 * Returns scores as a CSV table with a row for each example. Columns are its index, identifiers,
 * class, scores, the terms of the bound by name, and the shares of the expected log-likelihood.
 *
 * @example
 * ```ts
 * import { scoresCsv } from '@helmholtz/analysis';
 * import { arrayDataset } from '@helmholtz/datasets';
 *
 * const csv = scoresCsv({
 *   data: arrayDataset({ name: 'new', shape: [1], data: [[3]] }),
 *   examples: 1,
 *   samples: 1,
 *   nelbo: Float64Array.of(2),
 *   logLikelihood: Float64Array.of(-1.5),
 *   standardError: Float64Array.of(0.25),
 *   outlierScore: Float64Array.of(1.5),
 *   threshold: undefined,
 *   outliers: undefined,
 *   terms: new Map(),
 *   shares: new Map(),
 *   omitted: {},
 * });
 * console.log(csv);
 * // index,nelbo,logLikelihood,standardError,outlierScore
 * // 0,2,-1.5,0.25,1.5
 * ```
 */
export function scoresCsv(scores: Scores): string {
  const { data, nelbo, logLikelihood, standardError, outlierScore, outliers, terms, shares, inDataUnits } =
    scores;
  const { identifiers = [], labels, classNames } = data;
  const nameOf = (label: number): string => classNames?.[label] ?? String(label);
  const columns: [name: string, cell: (row: number) => string][] = [
    ['index', String],
    ...identifiers.map(({ name, values }): Column => [name, (row) => values[row] ?? '']),
    ...(labels
      ? [['label', (row) => (labels[row] === -1 ? '' : nameOf(labels[row]!))] satisfies Column]
      : []),
    ['nelbo', numbers(nelbo)],
    ['logLikelihood', numbers(logLikelihood)],
    ['standardError', numbers(standardError)],
    ['outlierScore', numbers(outlierScore)],
    ...(outliers ? [['outlier', (row) => String(outliers[row])] satisfies Column] : []),
    ...(inDataUnits
      ? [
          ['nelboInDataUnits', numbers(inDataUnits.nelbo)] satisfies Column,
          ['logLikelihoodInDataUnits', numbers(inDataUnits.logLikelihood)] satisfies Column,
        ]
      : []),
    ...[...terms].map(([name, values]): Column => [name, numbers(values)]),
    ...[...shares].map(([name, values]): Column => [`expectedLogLikelihood/${name}`, numbers(values)]),
  ];
  const rows = Array.from(outlierScore, (_, row) => columns.map(([, cell]) => cell(row)));
  return encodeCsv([columns.map(([name]) => name), ...rows], dialectOf(data));
}

type Column = [name: string, cell: (row: number) => string];

/** A number that is missing, or not a number, is an empty cell. */
function numbers(values: Float64Array | undefined): (row: number) => string {
  return (row) => {
    const value = values?.[row];
    return value === undefined || Number.isNaN(value) ? '' : String(value);
  };
}
