import { itemAt } from '@helmholtz/base';
import type { ExposureLayer } from '@helmholtz/core';
import { type Tensor, add, log, mul, reshape, scalar, tensor1d } from '@tensorflow/tfjs-core';
import { type LayerVariable, initializers, layers } from '@tensorflow/tfjs-layers';

import type { CallOptions, LayerConfig, Named, Shape } from './layer.js';

interface AddExposureConfig extends LayerConfig {
  readonly exposure: Named;
  readonly logarithm: boolean;
  /** First log-rate of each place on the last axis of the parameters. */
  readonly begins: readonly number[];
  /** Number of log-rates of each place. */
  readonly lengths: readonly number[];
}

/**
 * Layer that adds log(exposure) to the log-rates of a likelihood: log mean = network(z) +
 * log(exposure) + log(rate). Exposures are size factors, areas or lengths of time, positive
 * numbers. The rate is that of the training set, so that a network starts from it.
 *
 * Inputs: parameters, [batch, ...event], and the exposure, [batch, 1]. Output: parameters, [batch,
 * ...event]. Weights that are not trained hold the rate, and the median exposure of the training set
 * for draws.
 */
export class AddExposure extends layers.Layer implements ExposureLayer {
  static readonly className = 'AddExposure';
  static readonly description = 'parameters with the logarithm of an exposure added to the log-rates';
  readonly exposure: string;
  readonly logarithm: boolean;
  private readonly begins: readonly number[];
  private readonly lengths: readonly number[];
  private median: LayerVariable | undefined;
  private logRate: LayerVariable | undefined;

  constructor(config: AddExposureConfig) {
    super(config);
    this.exposure = config.exposure.name;
    this.logarithm = config.logarithm;
    this.begins = config.begins;
    this.lengths = config.lengths;
  }

  override build(inputShape: Shape | Shape[]): void {
    const value = this.logarithm ? 0 : 1;
    const begin = initializers.constant({ value });
    this.median = this.addWeight('median', [], 'float32', begin, undefined, false);
    this.logRate = this.addWeight('log_rate', [], 'float32', initializers.zeros(), undefined, false);
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    return itemAt(inputShape as Shape[], 0);
  }

  override call(inputs: Tensor | Tensor[], options: CallOptions): Tensor {
    this.invokeCallHook(inputs, options);
    const [parameters, given] = inputs as [Tensor, Tensor];
    const logExposure = this.logarithm ? given : log(given);
    const offset = add(logExposure, this.logRate!.read());
    const { rank, shape } = parameters;
    const each = reshape(offset, [-1, ...Array<number>(rank - 1).fill(1)]);
    const length = itemAt(shape, -1);
    const rates = new Float32Array(length);
    this.begins.forEach((begin, index) => rates.fill(1, begin, begin + itemAt(this.lengths, index)));
    return add(parameters, rates.every((one) => one === 1) ? each : mul(each, tensor1d(rates)));
  }

  typical(): number {
    return this.median?.read().dataSync()[0] ?? (this.logarithm ? 0 : 1);
  }

  adapt(median: number, logRate = 0): void {
    for (const [weight, number] of [
      [this.median, median],
      [this.logRate, logRate],
    ] as const) {
      const value = scalar(number);
      weight?.write(value);
      value.dispose();
    }
  }

  override getConfig() {
    const { exposure, logarithm, begins, lengths } = this;
    return {
      ...super.getConfig(),
      exposure: { name: exposure },
      logarithm,
      begins: [...begins],
      lengths: [...lengths],
    };
  }
}
