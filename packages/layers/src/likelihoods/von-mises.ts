import { VonMises, angles } from '@helmholtz/distributions';
import { type Tensor, exp } from '@tensorflow/tfjs-core';

import type { LikelihoodConfig } from './likelihood.js';
import {
  type LogsOf,
  ParameterizedLikelihood,
  parameterizedHead,
  parameterizedPart,
} from './parameterized.js';

const own = { concentration: { source: 'learned', begin: 1 } } as const;

/** Likelihood head of a von Mises distribution: p(x | z) = vonMises(loc, concentration). */
export class VonMisesLikelihood extends ParameterizedLikelihood<typeof own> {
  static readonly className = 'VonMisesLikelihood';
  static readonly description = 'log p(x) of angles in radians, from their mean directions';
  readonly family = 'vonMises';
  readonly support = angles;

  constructor(config: LikelihoodConfig) {
    super(config, own);
  }

  protected distributionFrom(loc: Tensor, { concentration }: LogsOf<typeof own>): VonMises {
    return new VonMises(loc, exp(concentration));
  }
}

/**
 * Creates a likelihood head of a von Mises distribution, for angles in radians such as directions of
 * wind or times of day. Angles a full turn apart are the same.
 *
 * Input: loc, [batch, ...event], any number. `concentration` is learned by default; 1 /
 * sqrt(concentration) is about the standard deviation in radians.
 *
 * @example
 * ```ts
 * import { vonMisesLikelihood } from '@helmholtz/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const head = vonMisesLikelihood({ concentration: 4 });
 * const [same, turned] = [0.1, 0.1 + 2 * Math.PI].map((loc) => head.nll(tensor([[0]]), tensor([[loc]])));
 * console.log(same?.dataSync()[0]?.toFixed(3), turned?.dataSync()[0]?.toFixed(3)); // 0.283 0.283
 * ```
 */
export const vonMisesLikelihood = parameterizedHead(VonMisesLikelihood, own);

export const vonMisesPart = parameterizedPart('vonMises', 'angles in radians', own, vonMisesLikelihood);
