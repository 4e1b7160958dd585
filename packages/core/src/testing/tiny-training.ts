import { train as optimizers } from '@tensorflow/tfjs-core';

import type { LatentVariableModel } from '../graph/model.js';
import { elbo } from '../objectives/elbo.js';
import type { TrainOptions, TrainingResult } from '../training/train-options.js';
import { train } from '../training/train.js';
import { patterns } from './tiny-model.js';

export const objective = elbo();

/** Trains on 40 patterns in batches of 16, 16 and 8 for two epochs, by default. */
export function run(
  model: LatentVariableModel,
  options: Partial<TrainOptions> = {},
): Promise<TrainingResult> {
  return train(model, {
    data: patterns(40),
    objective,
    optimizer: optimizers.sgd(0.1),
    epochs: 2,
    batchSize: 16,
    seed: 0,
    ...options,
  });
}

export const close = (value: number, expected: number, relative = 1e-5): boolean =>
  Math.abs(value - expected) <= relative * Math.abs(expected);
