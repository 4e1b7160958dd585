import { itemAt } from '@helmholtz/base';
import { type Tensor, concat, mul, onesLike, stack, sub, zerosLike } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

import type { CallOptions, LayerConfig, Shape } from '../layer.js';
import { type ExpertTensors, expertsIn, logWhere } from './experts.js';
import { productOf } from './product-of-experts.js';

/** Configuration of the layer that mixes experts. */
export interface MixtureOfExpertsConfig extends LayerConfig {
  /** Whether the components are products of experts, one for each subset. False by default. */
  readonly products?: boolean;
}

/**
 * Layer that computes an equally weighted mixture of the normal experts whose modality is present
 * (Shi et al. 2019, section 3.1), or of the products of all their subsets (Sutter et al. 2021,
 * equation 6). The first component is standard normal. It has all the weight where no modality is
 * present, and else none.
 *
 * Inputs: loc, logVariance, [batch, size], and present, [batch, 1], of each expert. Outputs: the
 * parameters of a normal mixture: logits [batch, components], loc and logVariance [batch,
 * components, size].
 */
export class MixtureOfExperts extends layers.Layer {
  static readonly className = 'MixtureOfExperts';
  static readonly description =
    'an equal mixture of the normal experts whose modality is present, or of the products of their subsets';
  private readonly products: boolean;

  constructor({ products = false, ...config }: MixtureOfExpertsConfig = {}) {
    super(config);
    this.products = products;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape[] {
    const shapes = inputShape as Shape[];
    const [batch = null, size = null] = itemAt(shapes, 0);
    const experts = shapes.length / 3;
    const components = 1 + (this.products ? 2 ** experts - 1 : experts);
    return [
      [batch, components],
      [batch, components, size],
      [batch, components, size],
    ];
  }

  override call(inputs: Tensor | Tensor[], options: CallOptions): Tensor[] {
    this.invokeCallHook(inputs, options);
    const experts = expertsIn(inputs as Tensor[]);
    const components = this.products ? subsetsOf(experts).map(productOfSubset) : experts;
    const { loc, present } = itemAt(experts, 0);
    const none = experts.reduce((left, expert) => mul(left, sub(1, expert.present)), onesLike(present));
    const standard: ExpertTensors = { loc: zerosLike(loc), logVariance: zerosLike(loc), present: none };
    const all = [standard, ...components];
    return [
      concat(
        all.map((component) => logWhere(component.present, zerosLike(component.present))),
        -1,
      ),
      stack(
        all.map((component) => component.loc),
        1,
      ),
      stack(
        all.map((component) => component.logVariance),
        1,
      ),
    ];
  }

  override getConfig() {
    return { ...super.getConfig(), products: this.products };
  }
}

/** Returns the subsets of at least one expert, each a bit mask: the first is that of expert 1. */
function subsetsOf(experts: readonly ExpertTensors[]): ExpertTensors[][] {
  return Array.from({ length: 2 ** experts.length - 1 }, (_, index) =>
    experts.filter((_, expert) => ((index + 1) >> expert) % 2 === 1),
  );
}

/** A product is present if all its experts are. Its parameters are then finite; else unused. */
function productOfSubset(experts: readonly ExpertTensors[]): ExpertTensors {
  const [loc, logVariance] = productOf(
    experts.map((expert) => ({ ...expert, present: onesLike(expert.present) })),
    'none',
  );
  return {
    loc,
    logVariance,
    present: experts.map(({ present }) => present).reduce((all, present) => mul(all, present)),
  };
}
