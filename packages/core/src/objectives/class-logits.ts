import { type Tensor, cast, where, zerosLike } from '@tensorflow/tfjs-core';

import { observedMask } from '@helmholtz/distributions';
import type { AppliedNetwork } from '../graph/model-view.js';

/** Returns the logits of a classifier, [batch, classes]. A missing value of x is read as 0. */
export function classLogits(classifier: AppliedNetwork, x: Tensor): Tensor {
  return classifier(where(cast(observedMask(x), 'bool'), x, zerosLike(x)));
}
