import { join, resolve } from 'node:path';

import { impute } from '@helmholtz/analysis';
import { HelmholtzError, platform } from '@helmholtz/base';
import { codeNote, nllProblem } from '@helmholtz/core';
import type { Command } from 'commander';

import { wholeNumber } from '../options.js';
import { type RunCommandOptions, runCommand } from '../pictures/run-command.js';
import { showTasks } from '../task-progress.js';

interface ImputeCommandOptions {
  readonly out?: string;
  readonly draws?: number;
  readonly importanceSamples?: number;
}

const details =
  'Writes the table or array with its missing values filled in: by their mean given the observed values, of categories the most ' +
  'probable one, or with --draws by so many draws, stacked with their number in the column imputation. Observed cells, other ' +
  'columns and the form of the file stay as they are.';

export function imputeCommand(): Command {
  return runCommand<ImputeCommandOptions & RunCommandOptions>({
    name: 'impute',
    summary: 'fill in missing values, by the mean or by draws',
    details,
    newExamples: true,
    draws: true,
    shown: ['likelihoodMeans'],
    examples: [
      '--data rows.csv --out completed.csv',
      '--data rows.csv --draws 20 --out completed.csv',
      '--data x.npy --out completed.npy',
    ],
    async work(run, { out, draws, importanceSamples, seed }) {
      const ending = run.test.table ? '.csv' : '.npy';
      if (out !== undefined && !out.endsWith(ending) && !(ending === '.csv' && out.endsWith('.tsv'))) {
        throw new HelmholtzError('usage', `--out ${out} is not a ${ending} file.`, {
          hint: `The completed ${ending === '.csv' ? 'table' : 'array'} is written as ${ending}.`,
        });
      }
      const { onProgress, end } = showTasks(run.terminal);
      const { file, filled, data, missingLabels } = await impute(run, {
        draws,
        importanceSamples,
        seed,
        onProgress,
      }).finally(end);
      const path = resolve(out ?? join(run.path, `completed${ending}`));
      await platform.files.writeAtomic(path, file);
      // Without densities of its latents, a model is decoded at their codes.
      const note = nllProblem(run.model) === undefined ? undefined : codeNote(run.model);
      if (note !== undefined) run.terminal.status(note);
      if (missingLabels > 0)
        run.terminal.status(`${missingLabels} labels are missing, and stay so: they are not imputed`);
      const how = draws ? `${draws} draws` : 'the mean';
      return {
        text: `filled in ${filled} missing values of ${data.size} examples by ${how}\nwrote ${path}`,
        value: {
          file: path,
          examples: data.size,
          filled,
          draws: draws ?? 0,
          ...(note === undefined ? {} : { omitted: { posteriorMeans: note } }),
        },
      };
    },
  })
    .option('--out <file>', 'file to write, .csv or .npy (default: completed.csv or .npy in the run folder)')
    .option(
      '--draws <number>',
      'completed copies to draw (default: one copy, with the mean)',
      wholeNumber(1, 1000),
    )
    .option(
      '--importance-samples <n>',
      'weighted draws of the latents per example (default: 100)',
      wholeNumber(1),
    );
}
