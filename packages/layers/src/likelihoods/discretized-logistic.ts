import { DiscretizedLogistic, bytes } from '@helmholtz/core';
import { type Tensor, add, exp, mul } from '@tensorflow/tfjs-core';

import { register } from '../layer.js';
import type { LikelihoodConfig } from './likelihood.js';
import { ParameterizedLikelihood, parameterizedHead, parameterizedPart } from './parameterized.js';

/** Half of the range of the pixels. */
const HALF = 127.5;

const own = { scale: { source: 'network', begin: 0.1 } } as const;

/**
 * p(x given z) = DiscretizedLogistic(loc, scale), from a loc that runs from -1 to 1 as pixels run from 0 to 255, and a scale in the
 * same unit.
 */
export class DiscretizedLogisticLikelihood extends ParameterizedLikelihood {
  static readonly className = 'DiscretizedLogisticLikelihood';
  static readonly description = 'log p(x) of pixels of 256 levels, from their locations';
  readonly family = 'discretizedLogistic';
  readonly support = bytes;

  constructor(config: LikelihoodConfig) {
    super(config, own);
  }

  protected of(loc: Tensor, { scale }: Readonly<Record<string, Tensor>>): DiscretizedLogistic {
    return new DiscretizedLogistic(mul(add(loc, 1), HALF), mul(exp(scale!), HALF));
  }
}

register(DiscretizedLogisticLikelihood);

/** The head: `discretizedLogisticLikelihood().apply(parameters)`. */
export const discretizedLogisticLikelihood = parameterizedHead(DiscretizedLogisticLikelihood, own);

export const discretizedLogisticPart = parameterizedPart(
  'discretizedLogistic',
  'pixels, 0 to 255',
  own,
  discretizedLogisticLikelihood,
);
