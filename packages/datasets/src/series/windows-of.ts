import { HelmholtzError } from '@helmholtz/base';

import { UNLABELLED } from '../checks.js';
import { type Dataset, derive, exampleLength, type Identifier, type Labels } from '../dataset.js';
import { piecesOf } from './pieces-of.js';
import { checkWindow, type Piece, type Stretch, type WindowRule, windowsIn } from './window.js';

/** Shares of the steps of a long series where a part of the data begins and ends. */
export type PartOfSeries = readonly [from: number, to: number];

/** The steps of arrays, one after another. */
interface Steps {
  /** A step an example, of shape [channels]. */
  readonly steps: Dataset;
  readonly stretches: readonly Stretch[];
  /** Whether the array holds several series. */
  readonly several: boolean;
}

/**
 * Cuts arrays of longer series into windows: one series [steps] or [steps, channels], or several
 * [series, steps, channels]. A window has the class that all its steps, or its series, have.
 *
 * @param dataset the array, with examples along its first axis.
 * @param part of one long series; all of it by default.
 * @throws HelmholtzError (`data`, `usage`) for arrays of more axes, or shorter than a window.
 */
export function windowsOf(
  dataset: Dataset,
  rule: Required<WindowRule>,
  part: PartOfSeries = [0, 1],
): Dataset {
  const { name, classNames } = dataset;
  const { steps, stretches, several } = stepsIn(dataset, part);
  checkWindow(name, stretches, rule);
  const pieces = windowsIn(stretches, rule);
  const starts = {
    name: 'start',
    values: pieces.map(({ start, series }) => `${start - (several ? stretches[series]!.start : 0)}`),
  };
  const identifiers: Identifier[] = several
    ? [{ name: 'series', values: pieces.map(({ series }) => `${series}`) }, starts]
    : [starts];
  const labels = dataset.labels && labelsOf(dataset.labels, pieces, several);
  const windows = piecesOf(steps, { name, length: rule.length, pieces, labels, classNames, identifiers });
  return { ...windows, series: { window: rule } };
}

function stepsIn(dataset: Dataset, [from, to]: PartOfSeries): Steps {
  const { name, size } = dataset;
  // Bytes of two axes have got an axis of one channel.
  const shape =
    dataset.shape.length === 3 && dataset.shape[2] === 1 ? dataset.shape.slice(0, 2) : dataset.shape;
  if (shape.length === 1) {
    const [start, end] = [Math.round(from * size), Math.round(to * size)];
    return { steps: dataset, stretches: [{ start, steps: end - start }], several: false };
  }
  const [length = 1, ...channels] = shape;
  if (channels.length !== 1) {
    throw new HelmholtzError(
      'usage',
      `${name} has the shape [${[size, ...shape].join(', ')}], which data.window does not cut.`,
      { hint: 'Give one long series [steps, channels], or several [series, steps, channels].' },
    );
  }
  const stretches = Array.from({ length: size }, (_, series) => ({ start: series * length, steps: length }));
  return { steps: flattened(dataset, length, channels), stretches, several: true };
}

/** The steps of several series as examples. */
function flattened(dataset: Dataset, length: number, shape: readonly number[]): Dataset {
  const each = exampleLength(shape);
  const series = new Float32Array(length * each);
  return derive(dataset, {
    size: dataset.size * length,
    shape,
    labels: undefined,
    chunk: dataset.chunk === undefined ? undefined : dataset.chunk * length,
    read(indices, out, random) {
      let read: number | undefined;
      for (let at = 0; at < indices.length; at++) {
        const own = Math.floor(indices[at]! / length);
        if (own !== read) dataset.read([own], series, random);
        read = own;
        const step = indices[at]! - own * length;
        out.set(series.subarray(step * each, (step + 1) * each), at * each);
      }
    },
  });
}

function labelsOf(labels: Labels, pieces: readonly Piece[], several: boolean): Labels {
  const own = pieces.map(({ start, steps, series }) => {
    if (several) return labels[series]!;
    const within = labels.subarray(start, start + steps);
    return within.every((label) => label === within[0]) ? within[0]! : UNLABELLED;
  });
  return own.includes(UNLABELLED) ? Int16Array.from(own) : Uint8Array.from(own);
}
