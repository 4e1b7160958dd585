import { layers } from '@tensorflow/tfjs-layers';

import { HelmholtzError, platform } from '@helmholtz/base';
import { sizeOf } from '../training/dataset.js';

/** Bytes of a float32. */
const FLOAT = 4;

export interface WeightLimit {
  /** Copies of each weight in memory: 1 to use a model, 4 to train it with Adam. 1 by default. */
  readonly copies?: number | undefined;
  /** Memory in bytes; that of the machine or the container by default. */
  readonly memory?: number | undefined;
}

type Layer = InstanceType<typeof layers.Layer>;
type AddWeight = (this: Layer, name: string, shape: number[], ...rest: unknown[]) => unknown;

/**
 * Builds a graph, and stops before a weight is created that memory cannot hold. TensorFlow.js would
 * fill weights for minutes before it fails.
 *
 * @param build synchronous function.
 * @throws HelmholtzError (`usage`) that names the layer and its weight.
 *
 * @example
 * ```ts
 * import { withinMemory } from '@helmholtz/core';
 * import { input, layers } from '@tensorflow/tfjs-layers';
 *
 * const x = input({ shape: [60_000] });
 * const wide = () => layers.dense({ units: 60_000, name: 'wide' }).apply(x);
 * try {
 *   withinMemory(wide, { memory: 2 ** 30 });
 * } catch (error) {
 *   console.log((error as Error).message.slice(0, 39)); // The layer "wide" has 3,600,000,000 weig
 * }
 * ```
 */
export function withinMemory<Result>(
  build: () => Result,
  { copies = 1, memory = platform.host.memoryLimit() }: WeightLimit = {},
): Result {
  const layer = layers.Layer.prototype as unknown as { addWeight: AddWeight };
  const original = layer.addWeight;
  let weights = 0;
  layer.addWeight = function (name, shape, ...rest) {
    const layerWeights = sizeOf(shape);
    weights += layerWeights;
    if (weights * FLOAT * copies > memory)
      throw tooLarge(this.name, { shape, own: layerWeights, weights, copies, memory });
    return original.call(this, name, shape, ...rest);
  };
  try {
    return build();
  } finally {
    layer.addWeight = original;
  }
}

interface Excess extends Required<WeightLimit> {
  readonly shape: readonly number[];
  /** Number of weights of the layer's weight tensor, and of the graph up to it. */
  readonly own: number;
  readonly weights: number;
}

function tooLarge(layer: string, { shape, own, weights, copies = 1, memory = 0 }: Excess): HelmholtzError {
  const use = copies === 1 ? 'The model needs' : 'Training needs';
  return new HelmholtzError(
    'usage',
    `The layer "${layer}" has ${own.toLocaleString('en')} weights, [${shape.join(', ')}]. ${use} at least ` +
      `${gibibytes(weights * FLOAT * copies)} of memory, and ${gibibytes(memory)} are there.`,
    { hint: 'Reduce its units or filters, the layer before it, or the shape of the data.' },
  );
}

/** Returns bytes as `16 GiB` or `0.5 GiB`. */
export function gibibytes(bytes: number): string {
  return `${Number((bytes / 2 ** 30).toPrecision(2)).toLocaleString('en')} GiB`;
}
