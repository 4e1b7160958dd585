import { HelmholtzError } from '@helmholtz/base';

import { checkRead } from '../checks.js';
import { type Dataset, derive, exampleLength, type Identifier, type Labels } from '../dataset.js';
import type { Piece } from './window.js';

export interface PiecesOptions {
  readonly name: string;
  /** Steps of an example; shorter pieces are padded. */
  readonly length: number;
  readonly pieces: readonly Piece[];
  readonly labels?: Labels | undefined;
  readonly classNames?: readonly string[] | undefined;
  readonly identifiers?: readonly Identifier[] | undefined;
}

/** Larger data are not kept on the backend: windows may overlap, and repeat what is in memory. */
const MOST_KEPT_VALUES = 2 ** 26;

/**
 * Returns pieces of series as examples [length, channels]. Steps behind the end of a piece are
 * padding: they are read as NaN, and its length is known.
 *
 * @param steps the steps of all series, one after another, as examples [channels].
 */
export function piecesOf(
  steps: Dataset,
  { name, length, pieces, labels, classNames, identifiers }: PiecesOptions,
): Dataset {
  const channels = exampleLength(steps.shape);
  if (pieces.length === 0) throw new HelmholtzError('data', `${name}: there are no examples.`);
  const isPadded = pieces.some((piece) => piece.steps < length);
  const values = pieces.length * length * channels;
  const { chunk, fixed } = steps;
  const hop = Math.max((pieces[1]?.start ?? length) - (pieces[0]?.start ?? 0), 1);
  const dataset: Dataset = derive(steps, {
    name,
    size: pieces.length,
    shape: [length, channels],
    labels,
    classNames,
    identifiers,
    others: undefined,
    ...(isPadded ? { paddedBy: 'lengths' } : {}),
    fixed: fixed && values <= MOST_KEPT_VALUES,
    chunk: chunk === undefined ? undefined : Math.max(Math.floor(chunk / hop), 1),
    read(indices, out, random) {
      checkRead(dataset, indices, out);
      const size = length * channels;
      for (let at = 0; at < indices.length; at++) {
        const piece = pieces[indices[at]!]!;
        const example = out.subarray(at * size, (at + 1) * size);
        const own = Uint32Array.from({ length: piece.steps }, (_, step) => piece.start + step);
        steps.read(own, example.subarray(0, piece.steps * channels), random);
        example.fill(NaN, piece.steps * channels);
      }
    },
  });
  return dataset;
}
