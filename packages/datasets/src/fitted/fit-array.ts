import { HelmholtzError } from '@helmholtz/base';

import { type Dataset, exampleLength, type MissingValues } from '../dataset.js';
import { chunksOf, type ElementMoments, elementMoments, summaryOfElements } from './element-moments.js';
import type { FittedArray, MissingElements, NumberSummary } from './fitted.js';
import { centerAndScale, type Standardize } from './standardize.js';

/** Most values of a median. Larger data are thinned to evenly spaced examples. */
const MOST_VALUES = 2 ** 24;

/** Elements with means of their own in `elements`. */
const MOST_ELEMENTS = 4096;

/**
 * Fits arrays to training examples: their range, mean and deviation, and the center and scale that
 * standardize them.
 *
 * Missing values, that is NaN, are left out. Medians of more than 16 million numbers are those of
 * evenly spaced examples.
 *
 * @throws HelmholtzError (`data`) if a number to be standardized is not finite.
 *
 * @example
 * ```ts
 * import { arrayDataset, fitArray } from '@helmholtz/datasets';
 *
 * const train = arrayDataset({ name: 'lengths', shape: [1], data: [[1], [3]] });
 * const { center, scale } = fitArray(train, { method: 'standard', by: 'element' });
 * console.log(center, scale); // [ 2 ] [ 1 ]
 * ```
 */
export function fitArray(
  dataset: Dataset,
  standardize: Standardize = { method: 'none', by: 'whole' },
): FittedArray {
  const moments = elementMoments(dataset);
  const { means, deviations } = moments;
  const { classNames, others, missing, padded, bytes, images, series } = dataset;
  return {
    form: 'array',
    examples: dataset.size,
    shape: dataset.shape,
    standardize,
    ...(standardize.method === 'none' ? {} : centersAndScales(dataset, standardize, moments)),
    summary: summaryOfElements(moments),
    ...(means.length > 1 && means.length <= MOST_ELEMENTS
      ? { elements: { means: Array.from(means), deviations: Array.from(deviations) } }
      : {}),
    ...(classNames ? { classNames } : {}),
    ...(bytes ? { bytes } : {}),
    ...(images ? { images } : {}),
    ...(series ? { series } : {}),
    ...(missing ? { missing: missingElements(missing, means.length) } : {}),
    ...(padded ? { padded } : {}),
    ...(others
      ? {
          others: Object.fromEntries(
            Object.entries(others).map(([name, other]) => [name, fitArray(other)] as const),
          ),
        }
      : {}),
  };
}

function missingElements({ count, columns }: MissingValues, length: number): MissingElements {
  if (columns.length === 0) return { count };
  const elements = new Array<number>(length).fill(0);
  for (const column of columns) elements[Number(column.name.split(' ')[1])] = column.count;
  return { count, elements };
}

function centersAndScales(
  dataset: Dataset,
  { method, by }: Standardize,
  moments: ElementMoments,
): Required<Pick<FittedArray, 'center' | 'scale'>> {
  checkFinite(dataset);
  if (method === 'robust') return medians(dataset, by);
  const { minima, maxima, means, deviations } = moments;
  const whole = summaryOfElements(moments);
  if (by === 'channel') {
    const channels = momentsOfChannels(moments, dataset.shape.at(-1) ?? 1);
    const center = channels.map(({ mean, minimum }) => (method === 'unit' ? minimum : mean));
    const scale = channels.map(({ deviation, minimum, maximum }) =>
      method === 'unit' ? maximum - minimum : deviation,
    );
    return { center, scale: scale.map((value) => value || 1) };
  }
  const [center, scale] =
    method === 'unit'
      ? by === 'whole'
        ? [[whole.minimum], [whole.maximum - whole.minimum]]
        : [Array.from(minima), Array.from(maxima, (most, element) => most - minima[element]!)]
      : by === 'whole'
        ? [[whole.mean], [whole.deviation]]
        : [Array.from(means), Array.from(deviations)];
  // An element that does not vary would be divided by 0.
  return { center, scale: scale.map((value) => value || 1) };
}

/** The numbers of each channel, over all steps or pixels. */
function momentsOfChannels(moments: ElementMoments, channels: number): NumberSummary[] {
  const own = (values: Float64Array, channel: number): Float64Array =>
    values.filter((_, element) => element % channels === channel);
  return Array.from({ length: channels }, (_, channel) =>
    summaryOfElements({
      means: own(moments.means, channel),
      deviations: own(moments.deviations, channel),
      minima: own(moments.minima, channel),
      maxima: own(moments.maxima, channel),
      counts: own(moments.counts, channel),
    }),
  );
}

function medians(dataset: Dataset, by: Standardize['by']): Required<Pick<FittedArray, 'center' | 'scale'>> {
  const length = exampleLength(dataset.shape);
  const stride = Math.max(Math.ceil((dataset.size * length) / MOST_VALUES), 1);
  const chunks = [...chunksOf(dataset, stride)];
  const values = new Float32Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let start = 0;
  for (const chunk of chunks) {
    values.set(chunk, start);
    start += chunk.length;
  }
  const columns = by === 'whole' ? 1 : by === 'channel' ? (dataset.shape.at(-1) ?? 1) : length;
  const fits = Array.from({ length: columns }, (_, column) =>
    centerAndScale(
      Float32Array.from(
        { length: values.length / columns },
        (_value, row) => values[row * columns + column]!,
      ).filter((value) => !Number.isNaN(value)),
      'robust',
    ),
  );
  return { center: fits.map(({ center }) => center), scale: fits.map(({ scale }) => scale) };
}

function checkFinite(dataset: Dataset): void {
  const length = exampleLength(dataset.shape);
  let at = 0;
  for (const values of chunksOf(dataset)) {
    const position = values.findIndex((value) => !Number.isFinite(value) && !Number.isNaN(value));
    if (position >= 0) {
      const example = Math.floor((at + position) / length);
      throw new HelmholtzError(
        'data',
        `${dataset.name}: value ${(at + position) % length} of example ${example} is ${values[position]}.`,
        {
          hint: 'Only finite numbers can be standardized.',
        },
      );
    }
    at += values.length;
  }
}
