import { extname } from 'node:path';

import { fittedOfRun, fittedText, lookFigure, lookHtml, lookText } from '@helmholtz/analysis';
import { HelmholtzError, platform } from '@helmholtz/base';
import { RunDirectory } from '@helmholtz/core/run';
import type { DataLook } from '@helmholtz/datasets';
import { rasterize } from '@helmholtz/diagrams';
import { Command } from 'commander';

import { type CommonOptions, withCommonOptions } from '../options.js';
import { createTerminal } from '../terminal.js';

interface InspectOptions extends CommonOptions {
  readonly data?: string;
  readonly out?: string;
}

const examples = `
Examples:
  $ helmholtz inspect runs/mine
  $ helmholtz inspect runs/mine --json
  $ helmholtz inspect --data train.csv
  $ helmholtz inspect --data arrays --out look.html   (arrays/train.npy, with histograms)`;

export function inspectCommand(): Command {
  const command = new Command('inspect')
    .summary('look at raw data, or print what a run fitted to its training data')
    .description(
      'Prints the values that a run fitted to its training data. Other commands apply them to new examples. With --json, the ' +
        'result is the contents of fitted.json. With --data, looks at raw data: the kind, range, mean, quantiles, missing and ' +
        'distinct values and the histogram of each column, and what to change before training.',
    )
    .argument('[run]', 'run folder')
    .option(
      '--data <file-or-folder>',
      'raw data: .csv, .tsv, .parquet, .arrow, .npy, .wav or IDX files, or a folder with a training set, images or recordings; for a validation or test set, give its file',
    )
    .option('--out <file>', 'with --data: writes histograms, too, as .html, .svg or .png')
    .addHelpText('after', examples)
    .action(runInspect);
  return withCommonOptions(command);
}

async function runInspect(path: string | undefined, options: InspectOptions): Promise<void> {
  const { data, out } = options;
  if (data !== undefined) return inspectData(path, { ...options, data });
  if (path === undefined) {
    throw new HelmholtzError('usage', 'Neither a run folder nor --data was given.', {
      hint: 'Give the folder of a run, or raw data: helmholtz inspect --data train.csv',
    });
  }
  if (out !== undefined) {
    throw new HelmholtzError('usage', '--out has no effect without --data: only raw data have histograms.', {
      hint: 'Remove --out, or give raw data: --data train.csv',
    });
  }
  const fitted = await fittedOfRun(await RunDirectory.open(path));
  if (!fitted) {
    throw new HelmholtzError('data', `${path} has no fitted.json: an older version trained it.`, {
      hint: `Resume the run on its own data to add the file: helmholtz train --resume ${path}`,
    });
  }
  createTerminal(options).result(fittedText(fitted), { runDir: path, fitted });
}

async function inspectData(
  path: string | undefined,
  { data, out, ...options }: InspectOptions & { readonly data: string },
): Promise<void> {
  if (path !== undefined) {
    throw new HelmholtzError('usage', `A run folder (${path}) and --data were both given.`, {
      hint: 'Give either the run folder or --data.',
    });
  }
  const terminal = createTerminal(options);
  const write = out === undefined ? undefined : writerOf(out);
  const { adviceOn, lookAtPath, proposeLikelihood } = await import('@helmholtz/datasets');
  const look = await lookAtPath(data, { onChange: (line) => terminal.status(line) });
  if (out !== undefined && write) await platform.files.writeAtomic(out, await write(look));
  const advice = adviceOn(look, { real: look.form === 'table' });
  const likelihoods = look.columns.flatMap((column) => proposeLikelihood(column, look.looked) ?? []);
  const wrote = out === undefined ? '' : `\n\nwrote ${out}`;
  const { contactSheet: _, ...facts } = look;
  terminal.result(lookText(look) + wrote, {
    ...facts,
    ...(look.form === 'table' ? { likelihoods } : {}),
    advice,
    ...(out === undefined ? {} : { out }),
  });
}

type Write = (look: DataLook) => Promise<string | Uint8Array>;

const writers: Readonly<Record<string, Write>> = {
  '.html': async (look) => lookHtml(look),
  '.svg': async (look) => lookFigure(look).svg,
  '.png': async (look) => rasterize(lookFigure(look).svg),
};

/** @throws HelmholtzError (`usage`) for another extension, before the data are read. */
function writerOf(out: string): Write {
  const write = writers[extname(out).toLowerCase()];
  if (write) return write;
  throw new HelmholtzError('usage', `Histograms can't be written to ${out}: its format is not supported.`, {
    hint: `Give a file that ends in ${Object.keys(writers).join(', ')}.`,
  });
}
