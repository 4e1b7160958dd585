import type { Work } from '../../work/work.js';
import { convolutionalLoss } from './convolutional.js';
import { denseLoss } from './dense.js';
import { importanceWeightedLoss } from './importance-weighted.js';
import type { Loss } from './loss.js';

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
