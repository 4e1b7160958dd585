import type { SymbolicDistribution } from '@helmholtz/core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

import { flattened } from './flattened.js';
import { linear } from './linear.js';
import { type AnnealedTemperatureOptions, logTemperature } from './temperature.js';

interface RelaxedBernoulliConfig {
  readonly name: string;
  readonly size: number;
  readonly temperature: number | AnnealedTemperatureOptions;
}

/**
 * Computes relaxed Bernoulli units from features: logits by a linear layer, and a temperature that is
 * fixed or annealed.
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
  { name, size, temperature }: RelaxedBernoulliConfig,
): SymbolicDistribution {
  const flat = flattened(features, name);
  return {
    family: 'logitRelaxedBernoulli',
    parameters: {
      logits: linear({ units: size, name: `${name}_logits` }).apply(flat) as SymbolicTensor,
      logTemperature: logTemperature(name, [size], temperature).apply(flat) as SymbolicTensor,
    },
  };
}
