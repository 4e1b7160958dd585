import { join, resolve } from 'node:path';

import { HelmholtzError } from '@helmholtz/core';
import { writeFileAtomic } from '@helmholtz/core/run';
import { rasterize } from '@helmholtz/diagrams';
import {
  type Figure,
  interpolationFigure,
  manifoldFigure,
  reconstructionsFigure,
  samplesFigure,
} from '@helmholtz/report';
import { Command } from 'commander';

import {
  type BackendOptions,
  type CommonOptions,
  wholeNumber,
  withBackendOption,
  withCommonOptions,
} from '../options.js';
import {
  INTERPOLATION_STEPS,
  MANIFOLD_SIDE,
  interpolation,
  isImages,
  manifold,
  reconstructions,
  samples,
} from '../report/figures-of-run.js';
import { firstOfEachClass } from '../report/images.js';
import { type OpenedRun, Workspace } from '../workspace.js';
import type { Dataset } from '@helmholtz/datasets';

interface PictureOptions extends CommonOptions, BackendOptions {
  readonly out?: string;
  readonly seed?: number;
  readonly dataDir?: string;
}

type Draw<Options> = (
  opened: OpenedRun,
  test: Dataset,
  options: Options & { seed: number },
) => Promise<Figure>;

export function sampleCommand(): Command {
  return pictureCommand<{ count: number; label?: number }>(
    'sample',
    'draw examples from the prior and decode them',
    async ({ model }, test, { count, seed, label }) =>
      samplesFigure(await samples(model, test, count, seed, label)),
  )
    .option('--label <class>', 'of a conditional model: draw this class alone', wholeNumber(0))
    .option('--count <number>', 'how many', wholeNumber(1, 10_000), 100);
}

export function reconstructCommand(): Command {
  return pictureCommand<{ indices?: number[]; draws: number }>(
    'reconstruct',
    'reconstruct test examples at the mean of the posterior and at draws from it',
    async ({ model }, test, { indices = firstOfEachClass(test, 10), draws, seed }) => {
      checkIndices(indices, test);
      return reconstructionsFigure(
        (await reconstructions(model, test, seed, indices, draws)).reconstructions,
      );
    },
  )
    .option('--indices <list>', 'test examples, such as 0,7,12; one of each class unless given', indexList)
    .option('--draws <number>', 'draws from the posterior of each', wholeNumber(0, 100), 3);
}

export function interpolateCommand(): Command {
  return pictureCommand<{ between?: number[]; steps: number }>(
    'interpolate',
    'walk in a straight line from one code to another',
    async ({ model }, test, { between, steps }) => {
      checkIndices(between ?? [], test);
      return interpolationFigure(await interpolation(model, test, pairs(between), steps));
    },
  )
    .option(
      '--between <list>',
      'pairs of test examples, such as 0,7 or 0,7,3,12; pairs of classes unless given',
      indexList,
    )
    .option('--steps <number>', 'images a row, both ends included', wholeNumber(2, 100), INTERPOLATION_STEPS);
}

export function manifoldCommand(): Command {
  return pictureCommand<{ side: number; label?: number }>(
    'manifold',
    'decode a grid over two latent dimensions, even in probability',
    async ({ model }, test, { side, label }) => {
      const drawn = await manifold(model, test, side, label);
      if (drawn.manifold) return manifoldFigure(drawn.manifold);
      throw new HelmholtzError('usage', `There is no manifold to draw. ${drawn.omitted?.manifold ?? ''}`, {
        hint: 'Train with --latent 2 or more.',
      });
    },
  )
    .option('--side <number>', 'images along each axis', wholeNumber(2, 100), MANIFOLD_SIDE)
    .option(
      '--label <class>',
      'of a conditional model: the class that is drawn; 0 unless given',
      wholeNumber(0),
    );
}

/** A command that opens a run, draws one figure from it and writes it as PNG or SVG. */
function pictureCommand<Options>(name: string, summary: string, draw: Draw<Options>): Command {
  const command = new Command(name)
    .summary(summary)
    .description(`${summary[0]!.toUpperCase()}${summary.slice(1)}.`)
    .argument('<run>', 'the folder of a run')
    .option('--out <file>', `a .png or .svg file; ${name}.png in the run's folder unless given`)
    .option('--seed <number>', "names the draws; the run's seed unless given", wholeNumber(0))
    .option('--data-dir <folder>', "folder with the data set's files, where it is not the one of the run")
    .addHelpText(
      'after',
      `\nExamples:\n  $ helmholtz ${name} runs/mine\n  $ helmholtz ${name} runs/mine --out ${name}.svg`,
    )
    .action(async (path: string, options: PictureOptions & Options) => {
      const out = resolve(options.out ?? join(path, `${name}.png`));
      checkFormat(out);
      const workspace = await Workspace.open(options);
      const backend = await workspace.selectBackend(options);
      const opened = await workspace.openRun(path);
      const { spec } = opened;
      const { test } = await workspace.loadData({
        ...spec.data,
        ...(options.dataDir ? { dataDir: options.dataDir } : {}),
      });
      checkImages(test);
      const { svg } = await draw(opened, test, { ...options, seed: options.seed ?? spec.seed });
      await writeFileAtomic(out, out.endsWith('.svg') ? svg : await rasterize(svg));
      workspace.terminal.result(`wrote ${out}`, { file: out, runDir: path, backend });
    });
  return withCommonOptions(withBackendOption(command));
}

function checkFormat(out: string): void {
  if (/\.(png|svg)$/.test(out)) return;
  throw new HelmholtzError('usage', `The picture's file was given as ${out}.`, {
    hint: 'Its name must end in .png or .svg.',
  });
}

function checkImages(test: Dataset): void {
  if (isImages(test)) return;
  throw new HelmholtzError(
    'usage',
    `${test.name} has examples of shape [${test.shape.join(', ')}], which are not images.`,
    {
      hint: 'Pictures take examples of shape [rows, columns, 1] or [rows, columns, 3].',
    },
  );
}

function checkIndices(indices: readonly number[], { name, size }: Dataset): void {
  const outside = indices.find((index) => index >= size);
  if (outside === undefined) return;
  throw new HelmholtzError('usage', `${name} has no example ${outside}.`, {
    hint: `It has examples 0 to ${size - 1}.`,
  });
}

function indexList(text: string): number[] {
  return text.split(',').map(wholeNumber(0));
}

function pairs(indices: readonly number[] | undefined): [number, number][] | undefined {
  if (!indices) return undefined;
  if (indices.length % 2 === 0) {
    return Array.from({ length: indices.length / 2 }, (_, row) => [indices[2 * row]!, indices[2 * row + 1]!]);
  }
  throw new HelmholtzError('usage', `--between was given ${indices.length} examples.`, {
    hint: 'Give pairs, such as 0,7,3,12.',
  });
}
