import type { LatentVariableModel } from '../graph/model.js';
import { RandomStream } from '../random/stream.js';
import type { Dataset } from '../training/dataset.js';
import { sizeOf } from '../training/dataset.js';
import { feedOf } from '../training/feed.js';

/**
 * Bits for each observed element, nll / (elements log 2): what a lossless code would take for it. That means something for
 * values that have probabilities, not densities, so it is undefined where a likelihood is of real numbers, and where a
 * Bernoulli likelihood is given grey values.
 *
 * @param nll in nats an example.
 */
export function bitsPerDim(model: LatentVariableModel, data: Dataset, nll: number): number | undefined {
  if (!model.observed.every((observed) => hasProbabilities(model, data, observed))) return undefined;
  const elements = model.observed.reduce((count, { input }) => count + sizeOf(input.shape), 0);
  return nll / (elements * Math.LN2);
}

const LOOKED_AT = 256;

function hasProbabilities(
  model: LatentVariableModel,
  data: Dataset,
  { likelihood, input }: LatentVariableModel['observed'][number],
): boolean {
  const elements = sizeOf(input.shape);
  const { family, support } = likelihood;
  const columns = likelihood.columns ?? [{ family, support, size: elements }];
  const takesGrey = columns.map((column) => column.support.contains(0.5));
  if (!takesGrey.includes(true)) return true;
  if (columns.some((column, index) => takesGrey[index] && column.family !== 'bernoulli')) return false;
  const binary = columns.flatMap(({ size }, index) => new Array<boolean>(size).fill(takesGrey[index]!));
  const { variable } = feedOf(model, data).variables[model.inputs.indexOf(input)]!;
  const count = Math.min(LOOKED_AT, data.size);
  const values = new Float32Array(count * elements);
  variable.read(
    Uint32Array.from({ length: count }, (_, index) => index),
    values,
    new RandomStream(0, 'check'),
  );
  return values.every((value, position) => !binary[position % elements] || Number.isInteger(value));
}
