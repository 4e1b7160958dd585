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
import { type ParameterSource, ParameterizedLikelihood, parameterizedPart } from './parameterized.js';

/** Half of the range of the pixels. */
const HALF: Readonly<Record<PixelUnit, number>> = { unit: 0.5, byte: 127.5 };

const own = { scale: { source: 'network', begin: 0.1 } } as const;

/**
 * p(x given z) = DiscretizedLogistic(loc, scale) of pixels of 256 levels, from a loc that runs from -1 to 1 as pixels run from
 * the darkest to the lightest, and a scale in the same unit.
 */
export class DiscretizedLogisticLikelihood extends ParameterizedLikelihood {
  static readonly className = 'DiscretizedLogisticLikelihood';
  static readonly description = 'log p(x) of pixels of 256 levels, from their locations';
  readonly family = 'discretizedLogistic';
  readonly support: Support;
  private readonly pixels: PixelUnit;

  constructor(config: LikelihoodConfig & { readonly pixels?: PixelUnit }) {
    super(config, own);
    this.pixels = config.pixels ?? 'unit';
    this.support = this.pixels === 'unit' ? unitLevels : byteLevels;
  }

  protected of(loc: Tensor, { scale }: Readonly<Record<string, Tensor>>): DiscretizedLogistic {
    const half = HALF[this.pixels];
    return new DiscretizedLogistic(mul(add(loc, 1), half), mul(exp(scale!), half), this.pixels);
  }

  override getConfig() {
    return { ...super.getConfig(), pixels: this.pixels };
  }
}

/** The head: `discretizedLogisticLikelihood().apply(parameters)`; `pixels` are 255ths from 0 to 1, `unit`, unless given. */
export function discretizedLogisticLikelihood(
  options: LikelihoodOptions & { readonly scale?: ParameterSource; readonly pixels?: PixelUnit } = {},
): DiscretizedLogisticLikelihood {
  return new DiscretizedLogisticLikelihood(likelihoodConfig(options));
}

export const discretizedLogisticPart = parameterizedPart(
  'discretizedLogistic',
  'pixels of 256 levels, as 255ths or as 0 to 255',
  own,
  discretizedLogisticLikelihood,
  {
    pixels: z
      .enum(['unit', 'byte'])
      .default('unit')
      .describe('what pixels are given as: "unit", 255ths from 0 to 1, or "byte", 0 to 255'),
  },
);
