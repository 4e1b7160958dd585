import type { Tensor } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import { Distribution } from './distribution.js';
import { type Support, realLine } from './support.js';

/**
 * Distribution that is known at one draw only, such as a normalizing flow in a graph, whose layers
 * compute a value and its log-density together.
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
   * @param logProbAtDraw log q(z) at the draw in nats, one number per example.
   * @param eventRank number of axes of z without samples and batch. They form one event.
   * @param elsewhere the same distribution by its parameters, if it knows the density of any value.
   */
  constructor(
    readonly family: string,
    readonly logProbAtDraw: Tensor,
    override readonly eventRank: number,
    readonly elsewhere?: Distribution,
    readonly support: Support = elsewhere?.support ?? realLine,
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
      `${what} of "${this.family}" is not available: it computes its density only at its own draws.`,
      {
        hint: 'The log-density at the draw is logPosterior(latent).',
      },
    );
  }
}
