import type { Scalar, Tensor, Tensor2D } from '@tensorflow/tfjs-core';

import type { Work } from '../../work/work.js';
import { convolutionalLoss } from './convolutional.js';
import { denseLoss } from './dense.js';
import { importanceWeightedLoss } from './importance-weighted.js';

/** The weights of a model by name. */
export type Weights = Readonly<Record<string, Tensor>>;

/** The loss of a batch `[batch, observed]`, in nats, with its noise. */
export type Loss = (weights: Weights, batch: Tensor2D, noise: readonly Tensor2D[]) => Scalar;

/** The loss that a work minimizes, in plain TensorFlow.js. */
export function lossOf({ model }: Work): Loss {
  switch (model.model) {
    case 'dense-vae':
      return denseLoss(model);
    case 'convolutional-vae':
      return convolutionalLoss(model);
    case 'importance-weighted':
      return importanceWeightedLoss(model);
    case 'matrix-product':
      throw new Error('A matrix product is not trained.');
  }
}
