import type { ScaleForm } from '@helmholtz/core';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';

import { flattened } from './flattened.js';
import { parameter } from './parameter.js';

/**
 * The parameters of N(loc, exp(logVariance)), each element of them linear in features.
 *
 * @param features [batch, ...]; flattened where they are no vectors.
 * @param config its layers are named `<name>_loc` and `<name>_log_variance`.
 * @returns two tensors [batch, size].
 */
export function normalParameters(
  features: SymbolicTensor,
  { name, size, scale }: { readonly name: string; readonly size: number; readonly scale: ScaleForm },
): { loc: SymbolicTensor; logVariance: SymbolicTensor } {
  const apply = (layer: layers.Layer, to: SymbolicTensor): SymbolicTensor =>
    layer.apply(to) as SymbolicTensor;
  const flat = flattened(features, name);
  const dense = (of: string): SymbolicTensor =>
    apply(layers.dense({ units: size, name: `${name}_${of}` }), flat);
  const loc = dense('loc');
  const logVariance = { name: `${name}_log_variance`, shape: [size] };
  switch (scale) {
    case 'logVariance':
      return { loc, logVariance: dense('log_variance') };
    case 'logScale':
      return {
        loc,
        logVariance: apply(layers.rescaling({ scale: 2, name: logVariance.name }), dense('log_scale')),
      };
    case 'learned':
      return { loc, logVariance: apply(parameter(logVariance), flat) };
    default: {
      const fixed = { ...logVariance, value: 2 * Math.log(scale), trainable: false };
      return { loc, logVariance: apply(parameter(fixed), flat) };
    }
  }
}
