import { largest, straightThrough, unitsAbove } from '@helmholtz/distributions';
import type { Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { type LayerConfig, TensorLayer } from './layer.js';

/** Whether networks receive discrete values instead of relaxed ones. */
export const straightThroughOption = z
  .boolean()
  .optional()
  .describe('whether networks receive exactly discrete values, with the gradient of the relaxed ones');

interface StraightThroughConfig extends LayerConfig {
  /** Whether the last axis is a group of categories; single units by default. */
  readonly categories?: boolean;
}

/**
 * Layer that makes relaxed units discrete: 1 for units above 1/2, else 0; or the one-hot vector of
 * the largest element of the last axis. The gradient is that of the relaxed units (straight-through
 * estimator; Bengio et al. 2013, Jang et al. 2017).
 *
 * @example
 * ```ts
 * import { StraightThrough } from '@helmholtz/layers';
 * import { type Tensor, grad, tensor } from '@tensorflow/tfjs-core';
 *
 * const layer = new StraightThrough();
 * const units = tensor([[0.3, 0.9]]);
 * console.log((layer.apply(units) as Tensor).arraySync()); // [ [ 0, 1 ] ]
 * console.log(grad((x) => layer.apply(x) as Tensor)(units).arraySync()); // [ [ 1, 1 ] ]
 * ```
 */
export class StraightThrough extends TensorLayer {
  static readonly className = 'StraightThrough';
  static readonly description =
    'discrete values of relaxed units, with the gradient of the units; categories';
  private readonly categories: boolean;

  constructor(config: StraightThroughConfig = {}) {
    super(config);
    this.categories = config.categories ?? false;
  }

  transform(units: Tensor): Tensor {
    return straightThrough(units, this.categories ? largest : unitsAbove(0.5));
  }

  override getConfig() {
    return { ...super.getConfig(), categories: this.categories };
  }
}
