import type { Spec } from '@helmholtz/core';
import { fillMissing } from '@helmholtz/layers';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

/**
 * Returns the tensor of a variable for networks: the input itself, or the input with 0 for missing
 * values and a mask of padded steps.
 */
export function filledInput(
  input: SymbolicTensor,
  { name, missing, padded = false }: Pick<Spec['observed'], 'name' | 'missing' | 'padded'>,
): SymbolicTensor {
  if (missing === undefined && padded === false) return input;
  const padding = padded === false ? {} : { padding: Number(padded === true ? 0 : padded) };
  const layer = fillMissing({ name: `${name}_filled`, indicator: missing === 'indicator', ...padding });
  return layer.apply(input) as SymbolicTensor;
}
