import { exampleLength, type Dataset, type UniformSource } from '../dataset.js';
import { noRandom } from './uniform.js';

/** The values of the examples at `indices`, or of all of them. */
export function values(
  dataset: Dataset,
  indices?: readonly number[],
  random: UniformSource = noRandom,
): number[] {
  const wanted = indices ?? Array.from({ length: dataset.size }, (_, i) => i);
  const out = new Float32Array(wanted.length * exampleLength(dataset.shape)).fill(NaN);
  dataset.read(wanted, out, random);
  return Array.from(out);
}
