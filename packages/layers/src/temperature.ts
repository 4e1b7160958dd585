import { HelmholtzError } from '@helmholtz/base';
import type { StepOfTraining } from '@helmholtz/core';
import { type Tensor, log, mul, ones } from '@tensorflow/tfjs-core';
import { type LayerVariable, initializers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { type LayerConfig, type Named, type Shape, TensorLayer, only } from './layer.js';
import { type Parameter, parameter, repeated } from './parameter.js';

const positive = z.number().positive();

const annealed = z.strictObject({
  from: positive.describe('temperature of the first step, above 0'),
  to: positive.describe('temperature at the end of the schedule, above 0'),
  over: positive
    .default(0.5)
    .describe('length of the schedule: below 1 a share of the training, from 1 on a number of steps'),
});

/** Temperature that changes exponentially during training: `{ from: 1, to: 0.5, over: 0.5 }`. */
export type AnnealedTemperatureOptions = z.output<typeof annealed>;

/**
 * Temperature of relaxed units, or its schedule. 2/3 by default (Maddison et al. 2017, section 5).
 */
export const temperatureOption = z
  .union([positive, annealed])
  .default(2 / 3)
  .describe(
    'temperature of the relaxed units, above 0, or a schedule { from, to, over }: lower is closer to 0 and 1, with noisier gradients; for exact units choose straightThrough: true, or a discrete posterior with the objective vimco',
  );

interface AnnealedTemperatureConfig extends LayerConfig, AnnealedTemperatureOptions {
  readonly shape: readonly number[];
  /** Latent whose temperature it is. */
  readonly variable: Named;
}

/**
 * Layer that returns the logarithm of a temperature, [batch, ...shape], which changes in training:
 *
 *     temperature = from (to / from)^min(step / over, 1)
 *
 * The temperature of the last step is a weight, saved with the others. `train` sets it before each
 * step. `fit` of TensorFlow.js leaves it at `from`.
 *
 * @example
 * ```ts
 * import { AnnealedTemperature } from '@helmholtz/layers';
 *
 * const schedule = { from: 1, to: 0.25, over: 100 };
 * const layer = new AnnealedTemperature({ ...schedule, shape: [1], variable: { name: 'z' } });
 * console.log([0, 50, 1000].map((step) => layer.at({ step, totalSteps: 2000 }))); // [ 1, 0.5, 0.25 ]
 * ```
 */
export class AnnealedTemperature extends TensorLayer {
  static readonly className = 'AnnealedTemperature';
  static readonly description = 'the logarithm of a temperature that changes during training; from, to, over';
  readonly role = 'parameter';
  readonly annealed: string;
  private weight: LayerVariable | undefined;

  /** @throws HelmholtzError (`usage`) for a number of the schedule that is not positive. */
  constructor(private readonly config: AnnealedTemperatureConfig) {
    const { from, to, over, shape: _shape, variable, ...options } = config;
    super(options);
    if (!(from > 0 && to > 0 && over > 0)) throw notPositive(variable.name, { from, to, over });
    this.annealed = `temperature/${variable.name}`;
  }

  override build(inputShape: Shape | Shape[]): void {
    const initializer = initializers.constant({ value: Math.log(this.config.from) });
    const shape = [...this.config.shape];
    this.weight = this.addWeight('value', shape, 'float32', initializer, undefined, false);
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch] = Array.isArray(inputShape[0]) ? only(inputShape as Shape[]) : inputShape;
    return [batch as number | null, ...this.config.shape];
  }

  transform({ shape: [rows] }: Tensor): Tensor {
    return this.values(rows);
  }

  values(rows: number): Tensor {
    return repeated(this.weight!.read(), rows);
  }

  at({ step, totalSteps }: StepOfTraining): number {
    const { from, to, over } = this.config;
    const steps = over < 1 ? over * totalSteps : over;
    return from * (to / from) ** Math.min(step / steps, 1);
  }

  anneal(temperature: Tensor): void {
    this.weight!.write(mul(ones([...this.config.shape]), log(temperature)));
  }

  override getConfig() {
    const { from, to, over, shape, variable } = this.config;
    return { ...super.getConfig(), from, to, over, shape: [...shape], variable: { ...variable } };
  }
}

/**
 * Returns a layer with the logarithm of a temperature: fixed, or annealed. The layer is not
 * trained.
 */
export function logTemperature(
  name: string,
  shape: readonly number[],
  temperature: number | AnnealedTemperatureOptions,
): Parameter | AnnealedTemperature {
  const layer = `${name}_log_temperature`;
  if (typeof temperature === 'object')
    return new AnnealedTemperature({ name: layer, shape, variable: { name }, ...temperature });
  if (!(temperature > 0)) throw notPositive(name, { temperature });
  return parameter({ name: layer, shape, value: Math.log(temperature), trainable: false });
}

function notPositive(variable: string, given: Readonly<Record<string, unknown>>): HelmholtzError {
  const numbers = Object.entries(given).filter(([, value]) => typeof value === 'number');
  const options = numbers.map(([name, value]) => `${name}: ${value as number}`).join(', ');
  return new HelmholtzError('usage', `The relaxed latent "${variable}" cannot have ${options}.`, {
    hint: 'Expected numbers above 0. For exact units choose straightThrough: true, or a discrete posterior with the objective vimco.',
  });
}
