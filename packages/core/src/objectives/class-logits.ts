import { type Tensor, cast, where, zerosLike } from '@tensorflow/tfjs-core';

import { observedMask } from '@helmholtz/distributions';
import type { AppliedNetwork } from '../graph/model-view.js';

/** Returns the logits of a classifier, [batch, classes]. A missing value of x is read as 0. */
export function classLogits(classifier: AppliedNetwork, x: Tensor): Tensor {
  return atObserved(classifier, x);
}

/** Returns the output of a network at x. A missing value of x is read as 0. */
export function atObserved(network: AppliedNetwork, x: Tensor): Tensor {
  return network(where(cast(observedMask(x), 'bool'), x, zerosLike(x)));
}
