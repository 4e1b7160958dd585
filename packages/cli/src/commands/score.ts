import { join, resolve } from 'node:path';

import { score, scoresCsv, type Scores, thresholdOf, unusedOption } from '@helmholtz/analysis';
import { HelmholtzError, platform } from '@helmholtz/base';
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
  'Writes a CSV file with one row per example, in nats: nelbo, logLikelihood by importance sampling with its standardError, ' +
  'outlierScore (higher for less likely examples), the terms of the bound, and the share of each column. Identifiers of the ' +
  'data are kept. With --quantile or --threshold, the column outlier marks the outliers.';

/** Number of examples that the terminal lists. */
const SHOWN = 5;

export function scoreCommand(): Command {
  return runCommand<ScoreCommandOptions & RunCommandOptions>({
    name: 'score',
    summary: 'score each example by its bound and log-likelihood, and mark outliers',
    details,
    newExamples: true,
    draws: true,
    shown: [],
    examples: [
      '--data new.csv --out scores.csv',
      '--data x.npy --quantile 0.99',
      '--data-dir other --threshold 150',
    ],
    check({ out, quantile, threshold }) {
      if (quantile !== undefined && threshold !== undefined) {
        throw unusedOption('quantile', quantile, '`threshold` sets the threshold');
      }
      if (out === undefined || out.endsWith('.csv')) return;
      throw new HelmholtzError('usage', `--out ${out} is not a .csv file.`, {
        hint: 'Its name must end in .csv.',
      });
    },
    async work(run, options) {
      const { importanceSamples, quantile, seed } = options;
      const { onProgress, end } = showTasks(run.terminal);
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
      const { threshold, outliers, omitted } = scores;
      reportOmitted(scores, (line) => run.terminal.status(line));
      const marked = outliers?.flatMap((outlier, index) => (outlier ? [index] : []));
      return {
        text: [summary(scores), `wrote ${file}`].join('\n'),
        value: {
          file,
          examples: scores.examples,
          ...(threshold === undefined ? {} : { threshold, outliers: marked }),
          strangest: strangest(scores),
          omitted,
        },
      };
    },
  })
    .option('--out <file>', '.csv file to write (default: scores.csv in the run folder)')
    .option(
      '--importance-samples <n>',
      'draws of the latents per example for the log-likelihood (default: 100)',
      wholeNumber(1),
    )
    .option(
      '--quantile <share>',
      'mark examples that score higher than this share of the training examples, such as 0.99',
      finiteNumber,
    )
    .option('--threshold <score>', 'mark examples that score higher than this, in nats', finiteNumber);
}

function reportOmitted({ omitted }: Scores, status: (line: string) => void): void {
  const { logLikelihood, nelbo } = omitted;
  if (nelbo !== undefined) status(`no nelbo: ${nelbo}`);
  if (logLikelihood === undefined) return;
  const instead = nelbo === undefined ? 'nelbo' : 'the negative expected log-likelihood';
  status(`no logLikelihood: ${logLikelihood} outlierScore is ${instead}.`);
}

/** Returns the indices of the examples with the highest scores. */
function strangest({ outlierScore }: Scores): number[] {
  return Array.from(outlierScore.keys())
    .sort((a, b) => outlierScore[b]! - outlierScore[a]!)
    .slice(0, SHOWN);
}

function summary(scores: Scores): string {
  const { outlierScore, threshold, outliers, data, examples } = scores;
  const outlierTexts = strangest(scores).map((index) => {
    const names = data.identifiers?.map(({ values }) => values[index]).join(' ');
    return `${index}${names ? ` (${names})` : ''} ${outlierScore[index]!.toFixed(2)}`;
  });
  const count = outliers?.filter(Boolean).length;
  const marked =
    threshold === undefined
      ? []
      : [`${count} of ${examples} examples score higher than ${threshold.toFixed(2)}`];
  return [...marked, `least likely examples by outlierScore: ${outlierTexts.join(', ')}`].join('\n');
}
