import type { Spec } from '@helmholtz/core';
import { fillMissing } from '@helmholtz/layers';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

/**
 * Returns what networks are given of a variable: the input itself, or its values without holes if
 * some may be missing.
 */
export function filledInput(
  input: SymbolicTensor,
  { name, missing }: Pick<Spec['observed'], 'name' | 'missing'>,
): SymbolicTensor {
  if (missing === undefined) return input;
  const layer = fillMissing({ name: `${name}_filled`, indicator: missing === 'indicator' });
  return layer.apply(input) as SymbolicTensor;
}
