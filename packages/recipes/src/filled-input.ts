import type { Spec } from '@helmholtz/core';
import { fillMissing } from '@helmholtz/layers';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

/**
 * Returns the tensor of a variable for networks: the input itself, or the input with 0 for missing
 * values.
 */
export function filledInput(
  input: SymbolicTensor,
  { name, missing }: Pick<Spec['observed'], 'name' | 'missing'>,
): SymbolicTensor {
  if (missing === undefined) return input;
  const layer = fillMissing({ name: `${name}_filled`, indicator: missing === 'indicator' });
  return layer.apply(input) as SymbolicTensor;
}
