import type { CodeInformation, MeanWithError } from '@helmholtz/core';

import { table } from './table.js';

/** Returns the information in the codes as a table, with a row for each factor. */
export function codesTable(set: string, codes: CodeInformation): string {
  const { examples, indexCodeMutualInformation, totalCorrelation, dimensionWiseKl, factors } = codes;
  const quantities = [
    [
      'index-code mutual information',
      withError(indexCodeMutualInformation),
      `at most ${Math.log(examples).toFixed(3)}`,
    ],
    ['total correlation', withError(totalCorrelation), ''],
    ['dimension-wise kl', withError(dimensionWiseKl), ''],
  ];
  const rows = Object.entries(factors).flatMap(
    ([name, { entropy, informationPerDimension, mutualInformationGap }]) => {
      const most = Math.max(...informationPerDimension);
      const dimension = informationPerDimension.indexOf(most) + 1;
      return [
        [
          `most information on ${name}`,
          most.toFixed(3),
          `by dimension ${dimension}, of ${entropy.toFixed(3)}`,
        ],
        ...(mutualInformationGap === undefined
          ? []
          : [[`mutual information gap (MIG) of ${name}`, mutualInformationGap.toFixed(3), 'from 0 to 1']]),
      ];
    },
  );
  return table([`codes of ${examples} examples, ${set}`, 'nats', ''], [...quantities, ...rows]);
}

function withError({ mean, standardError }: MeanWithError): string {
  return `${mean.toFixed(3)} (standard error ${standardError.toFixed(3)})`;
}
