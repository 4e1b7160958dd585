import { join, resolve } from 'node:path';

import { score, scoresCsv, type Scores, thresholdOf, unusedOption } from '@helmholtz/analysis';
import { HelmholtzError, platform } from '@helmholtz/base';
import { nllProblem } from '@helmholtz/core';
import type { Command } from 'commander';

import { finiteNumber, wholeNumber } from '../options.js';
import { type RunCommandOptions, runCommand } from '../pictures/run-command.js';
import { showTasks } from '../task-progress.js';

interface ScoreCommandOptions {
  readonly out?: string;
  readonly importanceSamples?: number;
  readonly quantile?: number;
  readonly threshold?: number;
}

const details =
  'Writes a CSV file with a row for each example: nelbo, logLikelihood by importance sampling with its standardError, and ' +
  "outlierScore, which is higher for stranger examples; then each term of the bound, and each column's share. Identifiers are " +
  'carried through. With --quantile or --threshold a column says which examples are outliers.';

/** The strangest examples, as the terminal shows them. */
const SHOWN = 5;

export function scoreCommand(): Command {
  return runCommand<ScoreCommandOptions & RunCommandOptions>({
    name: 'score',
    summary: 'score each example: bound, log-likelihood, and how strange it is',
    details,
    newExamples: true,
    draws: true,
    examples: [
      '--data new.csv --out scores.csv',
      '--data x.npy --quantile 0.99',
      '--data-dir other --threshold 150',
    ],
    check({ out, quantile, threshold }) {
      if (quantile !== undefined && threshold !== undefined) {
        throw unusedOption('quantile', quantile, 'the threshold is given by `threshold`');
      }
      if (out === undefined || out.endsWith('.csv')) return;
      throw new HelmholtzError('usage', `The file was given as ${out}.`, {
        hint: 'Its name must end in .csv.',
      });
    },
    async work(run, options) {
      const { importanceSamples, quantile, seed } = options;
      const { onProgress, end } = showTasks(run.terminal);
      const problem = nllProblem(run.model);
      if (problem !== undefined) run.terminal.status(`no logLikelihood: ${problem} outlierScore is nelbo.`);
      const work = async (): Promise<Scores> => {
        const threshold =
          quantile === undefined
            ? options.threshold
            : await thresholdOf(run, { quantile, importanceSamples, onProgress });
        return score(run, { importanceSamples, seed, threshold, onProgress });
      };
      const scores = await work().finally(end);
      const file = resolve(options.out ?? join(run.path, 'scores.csv'));
      await platform.files.writeAtomic(file, scoresCsv(scores));
      const { threshold, outliers } = scores;
      const marked = outliers?.flatMap((outlier, index) => (outlier ? [index] : []));
      return {
        text: [summary(scores), `wrote ${file}`].join('\n'),
        value: {
          file,
          examples: scores.examples,
          ...(threshold === undefined ? {} : { threshold, outliers: marked }),
          strangest: strangest(scores),
        },
      };
    },
  })
    .option('--out <file>', "a .csv file; scores.csv in the run's folder by default")
    .option('--importance-samples <n>', 'draws of the latents per example; default 100', wholeNumber(1))
    .option(
      '--quantile <share>',
      'outliers score higher than this share of the training examples',
      finiteNumber,
    )
    .option('--threshold <score>', 'outliers score higher than this', finiteNumber);
}

/** Indices of the examples with the highest scores. */
function strangest({ outlierScore }: Scores): number[] {
  return Array.from(outlierScore.keys())
    .sort((a, b) => outlierScore[b]! - outlierScore[a]!)
    .slice(0, SHOWN);
}

function summary(scores: Scores): string {
  const { outlierScore, threshold, outliers, data, examples } = scores;
  const named = strangest(scores).map((index) => {
    const names = data.identifiers?.map(({ values }) => values[index]).join(' ');
    return `${index}${names ? ` (${names})` : ''} ${outlierScore[index]!.toFixed(2)}`;
  });
  const count = outliers?.filter(Boolean).length;
  const marked =
    threshold === undefined
      ? []
      : [`${count} of ${examples} examples score higher than ${threshold.toFixed(2)}`];
  return [...marked, `strangest examples by outlierScore: ${named.join(', ')}`].join('\n');
}
