import { itemAt } from '@helmholtz/base';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';

import type { StepNetwork } from './network.js';

/**
 * The masks of a network whose outputs for element i depend on the elements before it alone (MADE,
 * Germain et al. 2015, section 3). Its outputs are `inputs` groups of neighbours, one for each
 * element.
 *
 * A hidden unit of degree d sees the first d elements. Units of degree 0 see none: by these a
 * context reaches the outputs of the first element.
 */
export function autoregressiveMasks({ inputs, hidden, outputs }: StepNetwork): Tensor[] {
  const perElement = outputs / inputs;
  const ofInputs = Array.from({ length: inputs }, (_, element) => element + 1);
  const ofHidden = hidden.map((units) => Array.from({ length: units }, (_, unit) => unit % inputs));
  const ofOutputs = Array.from({ length: outputs }, (_, output) => Math.floor(output / perElement));
  // An output of element i, counted from 0, may see the units that see the first i elements.
  const degrees = [ofInputs, ...ofHidden, ofOutputs];
  return degrees.slice(1).map((after, index) => {
    const before = itemAt(degrees, index);
    const mask = before.map((from) => after.map((to) => (from <= to ? 1 : 0)));
    return tensor(mask.flat(), [before.length, after.length]);
  });
}
