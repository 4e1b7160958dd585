import { type Tensor, tensor } from '@tensorflow/tfjs-core';

import { HelmholtzError, entryOf } from '@helmholtz/base';
import type { LatentVariableModel } from '../graph/model.js';
import type { StoredTensor } from '../run/safetensors.js';

/** Values of a model's variables by stable name, in plain memory. */
export type WeightValues = ReadonlyMap<string, StoredTensor>;

/**
 * Returns copies of the weights of a model and of the objective's networks, by stable name.
 *
 * @example
 * ```ts
 * import { readWeights } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const weights = await readWeights(buildModel(defaultSpec('vae', [4], { hidden: [] })));
 * console.log([...weights.keys()].slice(0, 2)); // [ 'z_loc/kernel', 'z_loc/bias' ]
 * ```
 */
export async function readWeights(model: LatentVariableModel): Promise<WeightValues> {
  const entries = [...model.weights].map(async ([name, variable]) => {
    const value = variable.read();
    // The cpu backend hands out its own memory, which training would go on to change.
    return [name, { shape: value.shape, values: Float32Array.from(await value.data()) }] as const;
  });
  return new Map(await Promise.all(entries));
}

/**
 * Writes weights into a model.
 *
 * @throws HelmholtzError (`data`) if names or shapes differ from the model's. Then nothing is
 *   written.
 *
 * @example
 * ```ts
 * import { readWeights, writeWeights } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const spec = defaultSpec('vae', [4]);
 * const [source, target] = [buildModel(spec), buildModel({ ...spec, seed: 1 })];
 * writeWeights(target, await readWeights(source));
 * console.log((await readWeights(target)).size === source.weights.size); // true
 * ```
 */
export function writeWeights(model: LatentVariableModel, weights: WeightValues): void {
  const missing = [...model.weights.keys()].filter((name) => !weights.has(name));
  const unknown = [...weights.keys()].filter((name) => !model.weights.has(name));
  if (missing.length + unknown.length > 0) {
    throw new HelmholtzError('data', `The weights are of another model: ${differences(missing, unknown)}.`, {
      hint: 'Build the model from the spec that the weights were saved with.',
    });
  }
  for (const [name, { shape }] of weights) {
    const expected = entryOf(model.weights, name).shape;
    if (shape.join() === expected.join()) continue;
    throw new HelmholtzError(
      'data',
      `The weight "${name}" has shape [${shape.join(', ')}], not [${expected.join(', ')}].`,
      {
        hint: 'Build the model from the spec that the weights were saved with.',
      },
    );
  }
  for (const [name, { shape, values }] of weights) {
    const value: Tensor = tensor(values.slice(), [...shape]);
    entryOf(model.weights, name).write(value);
    value.dispose();
  }
}

function differences(missing: readonly string[], unknown: readonly string[]): string {
  const parts = [];
  if (missing.length > 0) parts.push(`"${missing[0]}" is missing`);
  if (unknown.length > 0) parts.push(`"${unknown[0]}" is not in the model`);
  return parts.join(', ');
}
