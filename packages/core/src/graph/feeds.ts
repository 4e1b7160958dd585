import type { Tensor } from '@tensorflow/tfjs-core';

import { HelmholtzError, itemAt } from '@helmholtz/base';

/** Input of the graph that a caller feeds. */
export interface Feed {
  readonly name: string;
  /** The shape of one example. */
  readonly shape: readonly number[];
}

/**
 * Checks tensors [batch, ...shape] before they are fed: one per input, all of one batch size.
 *
 * @throws HelmholtzError (`data`) if the number, a shape or a batch size differs.
 */
export function checkFeeds(feeds: readonly Feed[], tensors: readonly Tensor[]): void {
  if (tensors.length !== feeds.length) {
    throw new HelmholtzError(
      'data',
      `The graph has ${feeds.length} inputs, but ${tensors.length} were given.`,
      { hint: `Inputs, in order: ${feeds.map(({ name }) => name).join(', ')}.` },
    );
  }
  const batchSize = tensors[0]?.shape[0];
  feeds.forEach((feed, index) => checkFeed(feed, itemAt(tensors, index), batchSize));
}

/**
 * Checks a batch of a model and its noise. With several samples, the noise has as many rows for each
 * example.
 *
 * @throws HelmholtzError (`data`) if the number, a shape or a batch size differs.
 */
export function checkBatch(
  feeds: { readonly inputs: readonly Feed[]; readonly noise: readonly Feed[] },
  inputs: readonly Tensor[],
  noise: readonly Tensor[],
  samples: number | undefined,
): void {
  if (samples === undefined) return checkFeeds([...feeds.inputs, ...feeds.noise], [...inputs, ...noise]);
  checkFeeds(feeds.inputs, inputs);
  const rows = samples * (inputs[0]?.shape[0] ?? 0);
  const why = `noise has ${samples} samples for each example`;
  feeds.noise.forEach((variable, index) => checkFeed(variable, itemAt(noise, index), rows, why));
}

/**
 * Checks one tensor.
 *
 * @param rows expected length of the first axis.
 * @param why reason for the expected shape, for the hint.
 * @throws HelmholtzError (`data`) if the shape differs.
 */
export function checkFeed(
  { name, shape }: Feed,
  { shape: tensorShape }: Tensor,
  rows: number | undefined,
  why = 'all inputs and noise have the same batch size',
): void {
  const fits =
    tensorShape.length === shape.length + 1 &&
    shape.every((size, axis) => (size as number | null) === null || size === tensorShape[axis + 1]);
  if (fits && tensorShape[0] === rows) return;
  throw new HelmholtzError('data', `"${name}" was given a tensor of shape [${tensorShape.join(', ')}].`, {
    hint: `Expected [${[rows, ...shape].join(', ')}]: ${why}.`,
  });
}
