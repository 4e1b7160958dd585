import { type LikelihoodPart, Normal, realLine } from '@helmholtz/core';
import { type Tensor, exp, log, scalar } from '@tensorflow/tfjs-core';
import { type LayerVariable, initializers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { type Shape, register } from '../layer.js';
import {
  type LikelihoodConfig,
  LikelihoodHead,
  type LikelihoodOptions,
  likelihoodConfig,
} from './likelihood.js';

/** A number fixes the scale; `learned` learns one for all elements, `learnedPerElement` one for each. */
export type NormalScale = number | 'learned' | 'learnedPerElement';

/**
 * p(x given z) = N(loc, scale^2), from loc [batch, ...event]. A learned scale is the head's own weight, held as its
 * logarithm and begun at 1.
 */
export class NormalLikelihood extends LikelihoodHead {
  static readonly className = 'NormalLikelihood';
  readonly family = 'normal';
  readonly support = realLine;
  private readonly scale: NormalScale;
  private logScale: LayerVariable | undefined;

  constructor(config: LikelihoodConfig & { readonly scale: NormalScale }) {
    super(config);
    this.scale = config.scale;
  }

  override build(inputShape: Shape | Shape[]): void {
    const eventShape = this.computeOutputShape(inputShape).slice(1);
    if (typeof this.scale === 'string') {
      const shape = this.scale === 'learned' ? [] : eventShape;
      this.logScale = this.addWeight('log_scale', shape, 'float32', initializers.zeros());
    }
    super.build(inputShape);
  }

  distribution(loc: Tensor): Normal {
    const logScale = this.logScale?.read() ?? log(scalar(this.scale as number));
    return new Normal(loc, exp(logScale), logScale);
  }

  override getConfig() {
    return { ...super.getConfig(), scale: this.scale };
  }
}

register(NormalLikelihood);

/** The normal head: `normalLikelihood({ scale: 0.1 }).apply(loc)`. */
export function normalLikelihood({
  scale = 1,
  ...options
}: LikelihoodOptions & { readonly scale?: NormalScale } = {}): NormalLikelihood {
  return new NormalLikelihood({ ...likelihoodConfig(options), scale });
}

const normalOptions = z.strictObject({
  scale: z
    .union([z.number().positive(), z.enum(['learned', 'learnedPerElement'])])
    .default(1)
    .describe('a positive number, "learned" (one for all elements) or "learnedPerElement"'),
});

export const normalPart: LikelihoodPart = {
  name: 'normal',
  description: 'real values; scale: a number, "learned" or "learnedPerElement"',
  options: normalOptions,
  parameterShape: (eventShape) => eventShape,
  head: (config, options) => normalLikelihood({ ...config, ...(options as z.output<typeof normalOptions>) }),
};
