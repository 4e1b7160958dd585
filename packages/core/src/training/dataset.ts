import { HelmholtzError } from '../errors.js';
import type { Support } from '../distributions/distribution.js';
import type { LatentVariableModel } from '../graph/model.js';
import { RandomStream } from '../random/stream.js';

/** A source of uniform numbers in [0, 1). */
export interface UniformSource {
  next(): number;
}

/** Examples in memory, read out as float32 on demand. The data sets of `@helmholtz/datasets` are of this shape. */
export interface Dataset {
  readonly name: string;
  readonly size: number;
  /** The shape of one example. */
  readonly shape: readonly number[];
  /** One class per example, where the examples have classes. */
  readonly labels?: ArrayLike<number> | undefined;
  /** Writes the examples at `indices`, flattened one after another, into `out`. */
  read(indices: ArrayLike<number>, out: Float32Array, random: UniformSource): void;
}

const CHUNK = 256;

/**
 * Checks a data set against a model, before any work is done: that there are examples, their shape, and every value
 * against the likelihood.
 *
 * @throws HelmholtzError (`data`)
 */
export function checkData(model: LatentVariableModel, dataset: Dataset): void {
  if (dataset.size === 0) {
    throw new HelmholtzError('data', `${dataset.name} has no examples.`, {
      hint: 'Training and evaluation take at least one.',
    });
  }
  if (model.observed.length === 0) {
    throw new HelmholtzError(
      'graph',
      'The graph has no likelihood, so there is nothing to learn from data.',
      {
        hint: 'End the generative network in a head: likelihood.head({ name, variable }).apply(parameters).',
      },
    );
  }
  if (model.inputs.length !== 1) {
    const names = model.inputs.map(({ name }) => name).join(', ') || 'none';
    throw new HelmholtzError(
      'data',
      `${dataset.name} gives one array, but the model's data inputs are: ${names}.`,
      {
        hint: 'A model that is trained on a data set has one data input; noise inputs do not count.',
      },
    );
  }
  for (const { name, shape } of model.inputs) {
    // Examples are read out flattened, so a model of vectors takes images as they are.
    const flattened = shape.length === 1 && shape[0] === sizeOf(dataset.shape);
    if (flattened || shape.join() === dataset.shape.join()) continue;
    throw new HelmholtzError('data', `${dataset.name} has examples of shape [${dataset.shape.join(', ')}].`, {
      hint: `The model's input "${name}" takes [${shape.join(', ')}]: change the observed shape, or pad or reshape the data.`,
    });
  }
  for (const { likelihood } of model.observed) checkDataset(dataset, likelihood.support);
}

/** Reads every example once; the first NaN or value outside the support is an error. */
function checkDataset(dataset: Dataset, support: Support): void {
  const eventSize = sizeOf(dataset.shape);
  const random = new RandomStream(0, 'check');
  for (let start = 0; start < dataset.size; start += CHUNK) {
    const count = Math.min(CHUNK, dataset.size - start);
    const values = new Float32Array(count * eventSize);
    dataset.read(
      Array.from({ length: count }, (_, index) => start + index),
      values,
      random,
    );
    const wrong = values.findIndex((value) => !support.contains(value));
    if (wrong < 0) continue;
    const example = start + Math.floor(wrong / eventSize);
    throw new HelmholtzError(
      'data',
      `${dataset.name}: example ${example} has the value ${values[wrong]} at element ${wrong % eventSize}.`,
      { hint: `The likelihood takes ${support.description}. Rescale the data or choose another likelihood.` },
    );
  }
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
