import { likelihoodPart } from '@helmholtz/core';
import { type Distribution, sumOverEvents, type Support } from '@helmholtz/distributions';
import { type Tensor, neg } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { type LayerConfig, type Named, TensorLayer } from '../layer.js';

export interface LikelihoodConfig extends LayerConfig {
  readonly variable: Named;
}

/**
 * p(x given z): the identity on the parameters that a generative network ends in, with the distribution they stand
 * for. The parameters are one tensor [batch, ...event].
 */
export abstract class LikelihoodHead extends TensorLayer {
  readonly role = 'likelihood';
  /** The observed variable: the name of the input that is fed with it. */
  readonly variable: string;
  abstract readonly family: string;
  abstract readonly support: Support;

  constructor(config: LikelihoodConfig) {
    super(config);
    this.variable = config.variable.name;
  }

  abstract distribution(parameters: Tensor): Distribution;

  transform(parameters: Tensor): Tensor {
    return parameters;
  }

  /**
   * -log p(observed given z), summed over the event: [batch]. A loss for TensorFlow.js' own `compile`, to which
   * `(yTrue, yPred)` are x and the head's output.
   */
  readonly nll = (observed: Tensor, parameters: Tensor): Tensor =>
    neg(sumOverEvents(this.distribution(parameters).logProb(observed)));

  override getConfig() {
    return { ...super.getConfig(), variable: { name: this.variable } };
  }
}

export interface LikelihoodOptions extends LayerConfig {
  /** The observed variable's name; `x` unless given. */
  readonly variable?: string;
}

/** The configuration that a head's factory makes of its options. */
export function likelihoodConfig({
  variable = 'x',
  name = `${variable}_likelihood`,
  ...config
}: LikelihoodOptions): LikelihoodConfig {
  return { ...config, name, variable: { name: variable } };
}

/** The part by which a spec chooses a head without options, its parameters of the event's shape. */
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
