import { itemAt } from '@helmholtz/base';
import type { LatentVariableModel } from '../graph/model.js';
import type { ObjectiveTraits } from '../objectives/objective.js';
import { type OwnedNoise, ownedNoise } from '../objectives/owned-noise.js';
import { RandomStream, chunkedPermutation, permutation } from '@helmholtz/distributions';
import {
  type BatchSize,
  isInParts,
  type PartsFeed,
  type TrainingData,
  type TrainingFeed,
  trainingFeed,
} from './data-parts.js';
import { batchStarts } from './batch-starts.js';
import { type Batch, redrawable } from './batch.js';
import {
  type BatchInput,
  DataTensor,
  type Keys,
  type ReadData,
  readBatch,
  readEachExample,
} from './data-tensor.js';
import type { Feed, PartFeed } from './feed.js';
import { EXAMPLE_WEIGHT } from '../graph/terms.js';
import { exampleWeights } from './example-weights.js';
import { type HostTensor, LazyTensor } from './host-tensor.js';
import { noiseTensors } from './noise-tensors.js';
import { type OrderOf, repeatedParts } from './repeated-parts.js';

/**
 * Iterates over a data set in batches. A batch is read when its values are needed, so an epoch
 * copies one batch at a time. Random streams of data and noise are named by the seed, the pass and
 * the batch.
 *
 * If the data have parts, one part determines the length of a pass. The other parts are repeated,
 * each time in another order, and their batches are always full.
 */
export class BatchReader {
  /** Variables of the data for the model's data inputs. */
  readonly feed: TrainingFeed;
  /** Data of a pass: the whole data, or the part that determines an epoch. */
  private readonly main: { readonly feed: PartFeed; readonly batchSize: number };
  private readonly ownNoise: readonly OwnedNoise[];
  private readonly samples: number;
  /** Weight of each example, with a mean of 1; undefined for equal weights. */
  private readonly weights: Float32Array | undefined;
  /** Position of the first example of each batch in the order of a pass. */
  private readonly starts: readonly number[];

  /** @param objective number of draws of noise per example, and the objective's own noise. */
  constructor(
    private readonly model: LatentVariableModel,
    data: TrainingData,
    batchSize: BatchSize,
    private readonly seed: number,
    objective: Partial<Pick<ObjectiveTraits, 'name' | 'samples' | 'noise' | 'leastBatch'>> = {},
  ) {
    this.feed = trainingFeed(model, data, batchSize);
    this.main = 'parts' in this.feed ? this.feed.parts[this.feed.epoch]! : this.feed;
    const { name = '', samples = 1, noise, leastBatch = 1 } = objective;
    this.samples = samples;
    this.starts = batchStarts(this.main.feed, this.main.batchSize, { name, leastBatch });
    this.ownNoise = ownedNoise(model, { name, noise });
    const weighted = this.ownNoise.some((own) => own.name === EXAMPLE_WEIGHT);
    this.weights = weighted && !isInParts(data) ? exampleWeights(model, data) : undefined;
  }

  get batchesPerPass(): number {
    return this.starts.length;
  }

  /** Number of examples of a pass. */
  get examples(): number {
    return this.main.feed.size;
  }

  /**
   * Returns how many batches from `position` on have equal size. Only the last of a pass may have
   * another size.
   */
  equalBatchesFrom(position: number): number {
    const lastBatch = this.starts.length - 1;
    const { [lastBatch]: start = 0 } = this.starts;
    const isFull = this.examples - start === this.main.batchSize;
    return Math.max((isFull ? lastBatch + 1 : lastBatch) - position, 1);
  }

  /**
   * Yields the batches of one pass, shuffled by the keys of the pass.
   *
   * @param pass keys of the streams: ('epoch', 3) for training, ('evaluation') for a pass whose
   *   noise stays the same.
   */
  *shuffled(...pass: (string | number)[]): Generator<Batch, void> {
    yield* this.batches({
      keys: pass,
      read: readBatch,
      orderOf: ({ size, chunk }, ...keys) => {
        const random = new RandomStream(this.seed, ...pass, ...keys, 'order');
        return chunk ? chunkedPermutation(size, chunk, random) : permutation(size, random);
      },
    });
  }

  /**
   * Yields the batches of one pass in the order of the data. Random data, such as sampled
   * binarization, have the same values whatever the batch size.
   */
  *ordered(...pass: (string | number)[]): Generator<Batch, void> {
    yield* this.batches({
      keys: pass,
      read: readEachExample,
      orderOf: ({ size }) => Uint32Array.from({ length: size }, (_, index) => index),
    });
  }

  private *batches(pass: Pass): Generator<Batch, void> {
    const { orderOf } = pass;
    const { feed, main } = this;
    const order = orderOf(main.feed);
    const others = 'parts' in feed ? repeatedParts(feed, orderOf) : undefined;
    for (const [batch, start] of this.starts.entries()) {
      const indices = order.subarray(start, this.starts[batch + 1]);
      const position = { pass, batch };
      yield 'parts' in feed
        ? this.batchInParts(feed, { [feed.epoch]: indices, ...others!(batch) }, position)
        : this.batch(feed.feed, indices, position);
    }
  }

  private batch(feed: Feed, indices: Uint32Array, position: Position): Batch {
    // Data without parts have a variable for every input.
    const inputs = this.inputs(feed, indices, position) as BatchInput[];
    const size = indices.length;
    return redrawable((update) => ({
      size,
      indices,
      inputs,
      ...this.noiseOf(indices, noiseKeys(keysOf(position), update)),
    }));
  }

  private batchInParts(
    feed: PartsFeed,
    indices: Readonly<Record<string, Uint32Array>>,
    position: Position,
  ): Batch {
    const parts = Object.entries(feed.parts).map(([name, part]) => {
      const partIndices = indices[name]!;
      const inputs = this.inputs(part.feed, partIndices, position, ['part', name]);
      return [name, { size: partIndices.length, indices: partIndices, inputs }] as const;
    });
    const main = indices[feed.epoch]!;
    return redrawable((update) => ({
      size: main.length,
      indices: main,
      inputs: [],
      noise: [],
      drawn: {},
      parts: Object.fromEntries(
        parts.map(([name, part]) => [
          name,
          { ...part, ...this.noiseOf(part.indices, noiseKeys([...keysOf(position), 'part', name], update)) },
        ]),
      ),
    }));
  }

  private inputs(
    { variables }: PartFeed,
    indices: Uint32Array,
    { pass, batch }: Position,
    part: Keys = [],
  ): (BatchInput | undefined)[] {
    return variables.map((fed, index) => {
      if (!fed) return undefined;
      const { name, variable } = fed;
      const keys = [...part, 'data', ...(name === undefined ? [] : [name])];
      return new DataTensor([indices.length, ...itemAt(this.model.inputs, index).shape], variable, (out) => {
        pass.read(variable, indices, out, { seed: this.seed, pass: pass.keys, batch, variable: keys });
      });
    });
  }

  private noiseOf(indices: Uint32Array, keys: Keys): Pick<Batch, 'noise' | 'drawn'> {
    const size = indices.length;
    const noise = noiseTensors(this.model.noise, this.samples * size, this.seed, keys);
    const ownDraws = this.ownNoise.map((noise) =>
      noise.name === EXAMPLE_WEIGHT
        ? this.weightsOf(indices)
        : itemAt(noiseTensors([noise], size, this.seed, [...keys, 'objective']), 0),
    );
    return {
      noise,
      drawn: Object.fromEntries(this.ownNoise.map(({ name }, index) => [name, itemAt(ownDraws, index)])),
    };
  }

  private weightsOf(indices: Uint32Array): HostTensor {
    return new LazyTensor([indices.length], (out) => {
      out.set(Float32Array.from(indices, (index) => this.weights?.[index] ?? 1));
    });
  }
}

/** One pass over the data. */
interface Pass {
  readonly keys: Keys;
  readonly read: ReadData;
  readonly orderOf: OrderOf;
}

/** Batch of a pass, by its number. */
interface Position {
  readonly pass: Pass;
  readonly batch: number;
}

function keysOf({ pass, batch }: Position): Keys {
  return [...pass.keys, batch];
}

/**
 * The first update has the stream of the batch, so that one update draws the same numbers as
 * before.
 */
function noiseKeys(keys: Keys, update: number): Keys {
  return update === 0 ? keys : [...keys, 'update', update];
}
