import type { SymbolicDistribution } from '@helmholtz/core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { flattened } from './flattened.js';
import { linear } from './linear.js';
import { parameter } from './parameter.js';

/** Temperature of relaxed units. 2/3 by default (Maddison et al. 2017, section 5). */
export const temperatureOption = z
  .number()
  .positive()
  .default(2 / 3)
  .describe('temperature of the relaxed units: lower is closer to 0 and 1, with noisier gradients');

/**
 * Computes relaxed Bernoulli units from features: logits by a linear layer, at a fixed temperature.
 *
 * @param features [batch, ...], flattened first.
 * @param config prefix of the layers' names, number of units, and temperature.
 *
 * @example
 * ```ts
 * import { relaxedBernoulliUnits } from '@helmholtz/layers';
 * import { input } from '@tensorflow/tfjs-layers';
 *
 * const features = input({ shape: [16] });
 * const units = relaxedBernoulliUnits(features, { name: 'z', size: 8, temperature: 0.5 });
 * console.log(units.family, units.parameters['logits']?.shape);
 * // logitRelaxedBernoulli [ null, 8 ]
 * ```
 */
export function relaxedBernoulliUnits(
  features: SymbolicTensor,
  { name, size, temperature }: { readonly name: string; readonly size: number; readonly temperature: number },
): SymbolicDistribution {
  const flat = flattened(features, name);
  const logTemperature = parameter({
    name: `${name}_log_temperature`,
    shape: [size],
    value: Math.log(temperature),
    trainable: false,
  });
  return {
    family: 'logitRelaxedBernoulli',
    parameters: {
      logits: linear({ units: size, name: `${name}_logits` }).apply(flat) as SymbolicTensor,
      logTemperature: logTemperature.apply(flat) as SymbolicTensor,
    },
  };
}
