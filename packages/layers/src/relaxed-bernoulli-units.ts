import type { SymbolicDistribution } from '@helmholtz/core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { flattened } from './flattened.js';
import { linear } from './linear.js';
import { parameter } from './parameter.js';

/** The temperature of relaxed units, as an option: 2/3 unless given (Maddison et al. 2017, section 5). */
export const temperatureOption = z
  .number()
  .positive()
  .default(2 / 3)
  .describe(
    'how near to 0 and 1 the relaxed units are: the lower, the nearer, and the noisier the gradients',
  );

/**
 * Relaxed Bernoulli units by their logits, each linear in features, at a temperature that stays as it is.
 *
 * @param features [batch, ...]; flattened where they are no vectors.
 * @param config its layers are named `<name>_logits` and `<name>_log_temperature`.
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
