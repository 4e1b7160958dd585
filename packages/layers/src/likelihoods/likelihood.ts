import { likelihoodPart } from '@helmholtz/core';
import { type Distribution, sumOverEvents, type Support } from '@helmholtz/distributions';
import { type Tensor, neg, type serialization } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { type LayerConfig, type Named, TensorLayer } from '../layer.js';

/** Configuration of a likelihood head, as saved with a model. */
export interface LikelihoodConfig extends LayerConfig {
  readonly variable: Named;
  /** Whether values may be missing: NaN, whose terms are left out. False by default. */
  readonly missing?: boolean | undefined;
}

/**
 * Base class of likelihood heads, p(x | z): an identity layer on the parameters that a generative
 * network computes, with the distribution that they parameterize.
 *
 * Input: one tensor of parameters, [batch, ...event]. A subclass sets `family` and `support`, and
 * returns the distribution.
 *
 * @example
 * ```ts
 * import { Poisson, wholeNumbers } from '@helmholtz/distributions';
 * import { LikelihoodHead, likelihoodConfig } from '@helmholtz/layers';
 * import { type Tensor, tensor } from '@tensorflow/tfjs-core';
 *
 * class CountLikelihood extends LikelihoodHead {
 *   static readonly className = 'CountLikelihood';
 *   readonly family = 'poisson';
 *   readonly support = wholeNumbers;
 *
 *   distribution(logRate: Tensor) {
 *     return new Poisson(logRate);
 *   }
 * }
 * const head = new CountLikelihood(likelihoodConfig({ variable: 'x' }));
 * console.log(head.nll(tensor([[0]]), tensor([[0]])).dataSync()[0]); // 1
 * ```
 */
export abstract class LikelihoodHead extends TensorLayer {
  readonly role = 'likelihood';
  /** Name of the observed variable: the input that is fed with it. */
  readonly variable: string;
  /** Whether values may be missing. `LatentVariableModel` leaves out their terms. */
  readonly missing: boolean;
  abstract readonly family: string;
  abstract readonly support: Support;

  constructor(config: LikelihoodConfig) {
    super(config);
    this.variable = config.variable.name;
    this.missing = config.missing ?? false;
  }

  /** Returns the distribution of x for parameters [batch, ...event]. */
  abstract distribution(parameters: Tensor): Distribution;

  transform(parameters: Tensor): Tensor {
    return parameters;
  }

  /**
   * Returns the configuration of a head that several columns of a table with this likelihood share:
   * parameters [batch, columns, ...], events on the last axis, learned parameters of each column.
   * Undefined for a head that can't be shared, the default.
   *
   * @param _size number of elements of a column.
   */
  sharedConfig(_size: number): serialization.ConfigDict | undefined {
    return undefined;
  }

  /**
   * Returns -log p(observed | z) in nats, summed over the event: [batch]. A loss for `compile` of
   * TensorFlow.js, where `yTrue` is x and `yPred` is the head's output.
   */
  readonly nll = (observed: Tensor, parameters: Tensor): Tensor =>
    neg(sumOverEvents(this.distribution(parameters).logProb(observed)));

  override getConfig() {
    // Older versions read models without missing values.
    const missing: serialization.ConfigDict = this.missing ? { missing: true } : {};
    return { ...super.getConfig(), variable: { name: this.variable }, ...missing };
  }
}

/** Options of every likelihood head. */
export interface LikelihoodOptions extends LayerConfig {
  /** Name of the observed variable. `x` by default. */
  readonly variable?: string;
  /** Whether values may be missing: NaN, whose terms are left out. False by default. */
  readonly missing?: boolean | undefined;
}

/**
 * Converts the options of a head to its configuration. The layer's name is `<variable>_likelihood`
 * by default.
 *
 * @example
 * ```ts
 * import { likelihoodConfig } from '@helmholtz/layers';
 *
 * console.log(likelihoodConfig({ variable: 'label' }));
 * // { name: 'label_likelihood', variable: { name: 'label' } }
 * ```
 */
export function likelihoodConfig({
  variable = 'x',
  name = `${variable}_likelihood`,
  ...config
}: LikelihoodOptions): LikelihoodConfig {
  return { ...config, name, variable: { name: variable } };
}

/** Returns the part of a head without options, whose parameters have the shape of the event. */
export function plainPart<const Name extends string>(
  name: Name,
  description: string,
  create: (options: LikelihoodOptions) => LikelihoodHead,
) {
  return likelihoodPart({
    name,
    description,
    options: z.strictObject({}),
    parameterShape: (eventShape) => eventShape,
    head: (config) => create(config),
  });
}
