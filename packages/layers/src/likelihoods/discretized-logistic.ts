import {
  byteLevels,
  DiscretizedLogistic,
  type PixelUnit,
  type Support,
  unitLevels,
} from '@helmholtz/distributions';
import { type Tensor, add, exp, mul } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { type LikelihoodConfig, type LikelihoodOptions, likelihoodConfig } from './likelihood.js';
import {
  type LogsOf,
  type ParameterSource,
  ParameterizedLikelihood,
  parameterizedPart,
} from './parameterized.js';

/** Half of the range of the pixels. */
const HALF: Readonly<Record<PixelUnit, number>> = { unit: 0.5, byte: 127.5 };

const ownParameters = { scale: { source: 'network', begin: 0.1 } } as const;

/**
 * Likelihood head of a discretized logistic distribution, for pixels of 256 levels.
 *
 * loc runs from -1 for the darkest pixel to 1 for the lightest. The scale has the same unit.
 */
export class DiscretizedLogisticLikelihood extends ParameterizedLikelihood<typeof ownParameters> {
  static readonly className = 'DiscretizedLogisticLikelihood';
  static readonly description = 'log p(x) of pixels of 256 levels, from their locations';
  readonly family = 'discretizedLogistic';
  readonly support: Support;
  private readonly pixels: PixelUnit;

  constructor(config: LikelihoodConfig & { readonly pixels?: PixelUnit }) {
    super(config, ownParameters);
    this.pixels = config.pixels ?? 'unit';
    this.support = this.pixels === 'unit' ? unitLevels : byteLevels;
  }

  protected distributionFrom(loc: Tensor, { scale }: LogsOf<typeof ownParameters>): DiscretizedLogistic {
    const half = HALF[this.pixels];
    return new DiscretizedLogistic(mul(add(loc, 1), half), mul(exp(scale), half), this.pixels);
  }

  override getConfig() {
    return { ...super.getConfig(), pixels: this.pixels };
  }
}

/**
 * Creates a likelihood head of a discretized logistic distribution, for pixels of 256 levels
 * (Kingma et al. 2016).
 *
 * Input: loc, [batch, ...event], from -1 for the darkest pixel to 1 for the lightest. By default
 * `scale` comes from the network: the input also holds log(scale), and its last axis is twice as
 * long.
 *
 * @param options `pixels: 'unit'` for levels 0 to 1 in 255ths, the default; `'byte'` for 0 to 255.
 *
 *
 * @example
 * ```ts
 * import { discretizedLogisticLikelihood } from '@helmholtz/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const head = discretizedLogisticLikelihood({ scale: 0.01, pixels: 'byte' });
 * const black = head.distribution(tensor([[-1]]));
 * console.log(Math.exp(black.logProb(tensor([[0]])).dataSync()[0] ?? 0) > 0.5); // true
 * ```
 */
export function discretizedLogisticLikelihood(
  options: LikelihoodOptions & { readonly scale?: ParameterSource; readonly pixels?: PixelUnit } = {},
): DiscretizedLogisticLikelihood {
  return new DiscretizedLogisticLikelihood(likelihoodConfig(options));
}

export const discretizedLogisticPart = parameterizedPart(
  'discretizedLogistic',
  'pixels of 256 levels, 0 to 1 in 255ths or 0 to 255',
  ownParameters,
  discretizedLogisticLikelihood,
  {
    pixels: z
      .enum(['unit', 'byte'])
      .default('unit')
      .describe('unit of the pixels: "unit", 0 to 1 in 255ths, or "byte", 0 to 255'),
  },
);
