import type { ScaleForm } from '@helmholtz/core';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';

import { flattened } from './flattened.js';
import { linear } from './linear.js';
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
  const dense = (of: string): SymbolicTensor => apply(linear({ units: size, name: `${name}_${of}` }), flat);
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
    case 'learnedPerElement':
    case 'learned':
      return { loc, logVariance: apply(parameter(logVariance), flat) };
    default: {
      const fixed = { ...logVariance, value: 2 * Math.log(scale), trainable: false };
      return { loc, logVariance: apply(parameter(fixed), flat) };
    }
  }
}

/** Where the scale of a global posterior begins: narrow, so that the first draws do not drown what is learned. */
const NARROW = 0.05;

/**
 * The parameters of one N(loc, exp(logVariance)) for all examples, that no data feed: learned themselves, but for a scale that
 * is a number.
 *
 * @param batch any tensor [batch, ...].
 * @returns two tensors [batch, size], the same for each example.
 */
export function globalNormalParameters(
  batch: SymbolicTensor,
  { name, size, scale }: { readonly name: string; readonly size: number; readonly scale: ScaleForm },
): { loc: SymbolicTensor; logVariance: SymbolicTensor } {
  const fixed = typeof scale === 'number';
  const state = (of: string, value: number, trainable: boolean): SymbolicTensor =>
    parameter({ name: `${name}_${of}`, shape: [size], value, trainable }).apply(batch) as SymbolicTensor;
  return {
    loc: state('loc', 0, true),
    logVariance: state('log_variance', 2 * Math.log(fixed ? scale : NARROW), !fixed),
  };
}
