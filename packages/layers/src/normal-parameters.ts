import type { ScaleForm } from '@helmholtz/core';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';

import { flattened } from './flattened.js';
import { linear } from './linear.js';
import { parameter } from './parameter.js';

/**
 * Computes the parameters of N(loc, exp(logVariance)) from features, by linear layers.
 *
 * @param features [batch, ...], flattened first.
 * @param config prefix of the layers' names, size of the result, and source of the scale.
 * @returns two tensors, [batch, size].
 *
 * @example
 * ```ts
 * import { normalParameters } from '@helmholtz/layers';
 * import { input } from '@tensorflow/tfjs-layers';
 *
 * const features = input({ shape: [16] });
 * const { loc } = normalParameters(features, { name: 'z', size: 2, scale: 'logVariance' });
 * console.log(loc.sourceLayer.name, loc.shape); // z_loc [ null, 2 ]
 * ```
 */
export function normalParameters(
  features: SymbolicTensor,
  { name, size, scale }: { readonly name: string; readonly size: number; readonly scale: ScaleForm },
): { loc: SymbolicTensor; logVariance: SymbolicTensor } {
  const apply = (layer: layers.Layer, to: SymbolicTensor): SymbolicTensor =>
    layer.apply(to) as SymbolicTensor;
  const flat = flattened(features, name);
  const dense = (part: string): SymbolicTensor =>
    apply(linear({ units: size, name: `${name}_${part}` }), flat);
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

/**
 * Initial scale of a global posterior. It is small, so that noise does not dominate the first
 * steps.
 */
const NARROW = 0.05;

/**
 * Creates the learned parameters of one N(loc, exp(logVariance)) that all examples share.
 *
 * @param batch any tensor [batch, ...], for the size of the batch.
 * @returns two tensors, [batch, size], the same for each example.
 */
export function globalNormalParameters(
  batch: SymbolicTensor,
  { name, size, scale }: { readonly name: string; readonly size: number; readonly scale: ScaleForm },
): { loc: SymbolicTensor; logVariance: SymbolicTensor } {
  const fixed = typeof scale === 'number';
  const state = (part: string, value: number, trainable: boolean): SymbolicTensor =>
    parameter({ name: `${name}_${part}`, shape: [size], value, trainable }).apply(batch) as SymbolicTensor;
  return {
    loc: state('loc', 0, true),
    logVariance: state('log_variance', 2 * Math.log(fixed ? scale : NARROW), !fixed),
  };
}
