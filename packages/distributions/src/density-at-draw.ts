import type { Tensor } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import { Distribution } from './distribution.js';
import { type Support, realLine } from './support.js';

/**
 * A distribution that is known at one draw alone: what a graph states of a normalizing flow, whose layers compute a value
 * and its log-density together.
 *
 * @example
 * ```ts
 * import { DensityAtDraw } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const posterior = new DensityAtDraw('planar', tensor([-1.5, -2]), 1);
 * console.log(posterior.hasLogProb); // false
 * ```
 */
export class DensityAtDraw extends Distribution {
  readonly noise = 'standardNormal';
  override readonly hasLogProb = false;

  /**
   * @param logProbAtDraw log q(z) at the draw, in nats: one number for each example, whatever the shape of z.
   * @param eventRank the axes of z without those of samples and batch, all of them one event.
   */
  constructor(
    readonly family: string,
    readonly logProbAtDraw: Tensor,
    override readonly eventRank: number,
    readonly support: Support = realLine,
  ) {
    super();
  }

  logProb(): Tensor {
    throw this.unknown('The log-density of another value');
  }

  sample(): Tensor {
    throw this.unknown('Another draw');
  }

  private unknown(what: string): HelmholtzError {
    return new HelmholtzError(
      'graph',
      `${what} was asked of "${this.family}", which is known at its draw alone.`,
      {
        hint: 'Its log-density there is logPosterior(latent).',
      },
    );
  }
}
