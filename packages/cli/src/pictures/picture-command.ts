import { join, resolve } from 'node:path';

import { HelmholtzError } from '@helmholtz/core';
import { writeFileAtomic } from '@helmholtz/core/run';
import type { Dataset } from '@helmholtz/datasets';
import { rasterize } from '@helmholtz/diagrams';
import type { Figure } from '@helmholtz/report';
import type { Command } from 'commander';

import { isImages } from '../report/images.js';
import { type TestedRun, runCommand } from './run-command.js';

interface PictureOptions {
  readonly out?: string;
}

export interface PictureCommand<Options> {
  readonly name: string;
  /** In a few words, for the list of commands. */
  readonly summary: string;
  /** More about it, for its own help. */
  readonly details?: string;
  /** What its examples add to `helmholtz <name> runs/mine`, beside nothing; or, from the run on, what they are of. */
  readonly examples: readonly string[];
  /** Draws the picture of a run; `options.seed` is the run's where none was given. */
  readonly draw: (run: TestedRun, options: Options & { readonly seed: number }) => Promise<Figure>;
}

/** A command that opens a run, draws one figure from it and writes it as PNG or SVG. */
export function pictureCommand<Options>({ draw, ...declared }: PictureCommand<Options>): Command {
  const { name } = declared;
  const out = `a .png or .svg file; ${name}.png in the run's folder unless given`;
  return runCommand<Options & PictureOptions>({
    ...declared,
    examples: [...declared.examples, `--out ${name}.svg`],
    check: ({ out: file }) => void (file !== undefined && checkFormat(file)),
    async work(run, options) {
      checkImages(run.test);
      const file = resolve(options.out ?? join(run.path, `${name}.png`));
      const { svg } = await draw(run, options);
      await writeFileAtomic(file, file.endsWith('.svg') ? svg : await rasterize(svg));
      return { text: `wrote ${file}`, value: { file } };
    },
  }).option('--out <file>', out);
}

function checkFormat(out: string): void {
  if (/\.(png|svg)$/.test(out)) return;
  throw new HelmholtzError('usage', `The picture's file was given as ${out}.`, {
    hint: 'Its name must end in .png or .svg.',
  });
}

function checkImages({ name, shape }: Dataset): void {
  if (isImages({ shape })) return;
  throw new HelmholtzError(
    'usage',
    `${name} has examples of shape [${shape.join(', ')}], which are not images.`,
    {
      hint: 'Pictures take examples of shape [rows, columns, 1] or [rows, columns, 3]; helmholtz embed takes any.',
    },
  );
}
