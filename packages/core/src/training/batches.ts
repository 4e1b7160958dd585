import { type Tensor, tensor } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '../errors.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { NoiseVariable } from '../graph/variables.js';
import { noiseSource } from '../random/noise.js';
import { permutation } from '../random/permutation.js';
import { RandomStream } from '../random/stream.js';
import { type Dataset, sizeOf } from './dataset.js';

/** One batch: data for each observed input of a model, and fresh noise for each of its noise inputs. */
export interface Batch {
  readonly size: number;
  readonly inputs: readonly Tensor[];
  readonly noise: readonly Tensor[];
}

/**
 * Runs through a data set in batches. Each batch is read into one reused buffer, so an epoch copies no more than a
 * batch at a time; data and noise come from streams named by the seed, the pass and the batch.
 */
export class BatchReader {
  private readonly buffer: Float32Array;
  private readonly eventSize: number;

  constructor(
    private readonly model: LatentVariableModel,
    private readonly dataset: Dataset,
    private readonly batchSize: number,
    private readonly seed: number,
  ) {
    if (!(Number.isInteger(batchSize) && batchSize > 0)) {
      throw new HelmholtzError('usage', `The batch size is ${batchSize}.`, {
        hint: 'It is a whole number from 1 on.',
      });
    }
    this.eventSize = sizeOf(dataset.shape);
    this.buffer = new Float32Array(Math.min(batchSize, dataset.size) * this.eventSize);
  }

  get batchesPerPass(): number {
    return Math.ceil(this.dataset.size / this.batchSize);
  }

  /**
   * The batches of one pass, in an order shuffled by `pass`; the caller disposes what it is given before asking on.
   *
   * @param pass names the streams: ('epoch', 3) for training, ('evaluation') for a pass whose noise should stay the same.
   */
  *shuffled(...pass: (string | number)[]): Generator<Batch> {
    yield* this.batches(permutation(this.dataset.size, new RandomStream(this.seed, ...pass, 'order')), pass);
  }

  *ordered(...pass: (string | number)[]): Generator<Batch> {
    yield* this.batches(
      Uint32Array.from({ length: this.dataset.size }, (_, index) => index),
      pass,
    );
  }

  private *batches(order: Uint32Array, pass: (string | number)[]): Generator<Batch> {
    for (let start = 0, batch = 0; start < order.length; start += this.batchSize, batch++) {
      const indices = order.subarray(start, start + this.batchSize);
      yield this.read(indices, [...pass, batch]);
    }
  }

  private read(indices: Uint32Array, keys: (string | number)[]): Batch {
    const size = indices.length;
    const values = this.buffer.subarray(0, size * this.eventSize);
    this.dataset.read(indices, values, new RandomStream(this.seed, ...keys, 'data'));
    const inputs = this.model.inputs.map(({ shape }) => tensor(values, [size, ...shape]));
    return { size, inputs, noise: drawNoise(this.model.noise, size, this.seed, keys) };
  }
}

/** Fresh noise for each noise input, [batch, ...shape], from the streams that `seed` and `keys` name. */
export function drawNoise(
  variables: readonly Pick<NoiseVariable, 'name' | 'shape' | 'source'>[],
  batchSize: number,
  seed: number,
  keys: readonly (string | number)[],
): Tensor[] {
  return variables.map(({ name, shape, source }) => {
    const values = new Float32Array(batchSize * sizeOf(shape));
    noiseSource(source).fill(values, new RandomStream(seed, ...keys, 'noise', name));
    return tensor(values, [batchSize, ...shape]);
  });
}
