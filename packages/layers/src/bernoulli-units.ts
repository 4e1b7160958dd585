import type { SymbolicDistribution } from '@helmholtz/core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

import { flattened } from './flattened.js';
import { linear } from './linear.js';

/**
 * Computes binary units from features: logits by a linear layer.
 *
 * @param features [batch, ...], flattened first.
 * @param config prefix of the layers' names, and number of units.
 *
 * @example
 * ```ts
 * import { bernoulliUnits } from '@helmholtz/layers';
 * import { input } from '@tensorflow/tfjs-layers';
 *
 * const units = bernoulliUnits(input({ shape: [16] }), { name: 'z', size: 8 });
 * console.log(units.family, units.parameters['logits']?.shape); // bernoulli [ null, 8 ]
 * ```
 */
export function bernoulliUnits(
  features: SymbolicTensor,
  { name, size }: { readonly name: string; readonly size: number },
): SymbolicDistribution {
  const logits = linear({ units: size, name: `${name}_logits` });
  return {
    family: 'bernoulli',
    parameters: { logits: logits.apply(flattened(features, name)) as SymbolicTensor },
  };
}
