import { HelmholtzError } from '@helmholtz/core';
import { interpolationFigure } from '@helmholtz/report';
import type { Command } from 'commander';

import { wholeNumber } from '../options.js';
import { checkIndices, indexList } from '../pictures/example-indices.js';
import { pictureCommand } from '../pictures/picture-command.js';
import { INTERPOLATION_STEPS, interpolation } from '../report/figures-of-run.js';

export function interpolateCommand(): Command {
  return pictureCommand<{ between?: number[]; steps: number }>({
    name: 'interpolate',
    summary: 'walk in a straight line from one code to another',
    examples: ['--between 0,7,3,12 --steps 12'],
    async draw({ model, test }, { between, steps }) {
      checkIndices(between ?? [], test);
      return interpolationFigure(await interpolation(model, test, pairs(between), steps));
    },
  })
    .option(
      '--between <list>',
      'pairs of test examples, such as 0,7 or 0,7,3,12; pairs of classes unless given',
      indexList,
    )
    .option('--steps <number>', 'images a row, both ends included', wholeNumber(2, 100), INTERPOLATION_STEPS);
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
