import type { Tensor } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import type { LatentVariableModel } from '../graph/model.js';
import type { NoiseVariable } from '../graph/variables.js';
import { chunkedPermutation, noiseSource, permutation, RandomStream } from '@helmholtz/distributions';
import type { DataVariable, Dataset } from './dataset.js';
import { type Feed, feedOf } from './feed.js';
import { type HostTensor, LazyTensor, toTensor } from './host-tensor.js';

/** Data for one input of a model. */
export interface BatchInput extends HostTensor {
  /** What it is read from; where that is fixed, a step that holds all of it may pick rows by the batch's indices. */
  readonly variable: DataVariable;
}

/** One batch, outside of any backend: data for each data input of a model, and fresh noise for each noise input. */
export interface Batch {
  readonly size: number;
  /** Which examples of the data set they are. */
  readonly indices: Uint32Array;
  readonly inputs: readonly BatchInput[];
  readonly noise: readonly HostTensor[];
}

/**
 * Runs through a data set in batches. A batch is read when its values are asked for, so an epoch copies no more than a
 * batch at a time; data and noise come from streams named by the seed, the pass and the batch.
 */
export class BatchReader {
  /** What the data set feeds to the model's data inputs. */
  readonly feed: Feed;

  constructor(
    private readonly model: LatentVariableModel,
    dataset: Dataset,
    private readonly batchSize: number,
    private readonly seed: number,
    /** Draws of noise for each example. */
    private readonly samples = 1,
  ) {
    if (!(Number.isInteger(batchSize) && batchSize > 0)) {
      throw new HelmholtzError('usage', `The batch size is ${batchSize}.`, {
        hint: 'It is a whole number from 1 on.',
      });
    }
    this.feed = feedOf(model, dataset);
  }

  get batchesPerPass(): number {
    return Math.ceil(this.feed.size / this.batchSize);
  }

  /** How many batches from the one at `position` on are of equal size: only the last of a pass may be smaller. */
  equalBatchesFrom(position: number): number {
    return Math.max(Math.floor(this.feed.size / this.batchSize) - position, 1);
  }

  /**
   * The batches of one pass, in an order shuffled by `pass`.
   *
   * @param pass names the streams: ('epoch', 3) for training, ('evaluation') for a pass whose noise should stay the same.
   */
  *shuffled(...pass: (string | number)[]): Generator<Batch, void> {
    const { size, chunk } = this.feed;
    const random = new RandomStream(this.seed, ...pass, 'order');
    yield* this.batches(chunk ? chunkedPermutation(size, chunk, random) : permutation(size, random), pass);
  }

  *ordered(...pass: (string | number)[]): Generator<Batch, void> {
    yield* this.batches(
      Uint32Array.from({ length: this.feed.size }, (_, index) => index),
      pass,
    );
  }

  private *batches(order: Uint32Array, pass: (string | number)[]): Generator<Batch, void> {
    for (let start = 0, batch = 0; start < order.length; start += this.batchSize, batch++) {
      yield this.batch(order.subarray(start, start + this.batchSize), [...pass, batch]);
    }
  }

  private batch(indices: Uint32Array, keys: readonly (string | number)[]): Batch {
    const size = indices.length;
    const inputs = this.feed.variables.map(({ name, variable }, index) => {
      const stream = [...keys, 'data', ...(name === undefined ? [] : [name])];
      return new DataTensor([size, ...this.model.inputs[index]!.shape], variable, (out) => {
        variable.read(indices, out, new RandomStream(this.seed, ...stream));
      });
    });
    return {
      size,
      indices,
      inputs,
      noise: noiseTensors(this.model.noise, this.samples * size, this.seed, keys),
    };
  }
}

class DataTensor extends LazyTensor implements BatchInput {
  constructor(
    shape: readonly number[],
    readonly variable: DataVariable,
    read: (out: Float32Array) => void,
  ) {
    super(shape, read);
  }
}

type Noise = Pick<NoiseVariable, 'name' | 'shape' | 'source'>;

/** Fresh noise for each noise input, [rows, ...shape], from the streams that `seed` and `keys` name. */
export function noiseTensors(
  variables: readonly Noise[],
  rows: number,
  seed: number,
  keys: readonly (string | number)[],
): HostTensor[] {
  return variables.map(
    ({ name, shape, source }) =>
      new LazyTensor([rows, ...shape], (out) => {
        noiseSource(source).fill(out, new RandomStream(seed, ...keys, 'noise', name));
      }),
  );
}

/** The same noise as tensors, which the caller disposes. */
export function drawNoise(...draw: Parameters<typeof noiseTensors>): Tensor[] {
  return noiseTensors(...draw).map(toTensor);
}
