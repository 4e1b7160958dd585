import { itemAt } from '../graph/item-at.js';
import type {
  ResizeBilinearAttrs,
  ResizeBilinearGradAttrs,
  ResizeBilinearGradInputs,
  ResizeBilinearInputs,
  ResizeNearestNeighborAttrs,
  ResizeNearestNeighborGradAttrs,
  ResizeNearestNeighborGradInputs,
  ResizeNearestNeighborInputs,
} from '@tensorflow/tfjs-core';

import { type Kernel, kernel } from './kernel.js';
import { add, cast, multiply, subtract } from '../graph/operators/elementwise.js';
import { matrixProduct } from '../graph/operators/matrix.js';
import { dataOf, operation } from '../graph/operators/operation.js';
import { reduce } from '../graph/operators/reduce.js';
import { reshape } from '../graph/operators/shape.js';
import { Value } from '../graph/value.js';

/** Axis of an image that is resized. */
interface Resizing {
  readonly from: number;
  readonly to: number;
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}

const HEIGHT = 1;
const WIDTH = 2;

/** Number of old elements per new element. */
function ratio({ from, to, alignCorners }: Resizing): number {
  return alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
}

const each = <T>(length: number, make: (index: number) => T): T[] =>
  Array.from({ length }, (_, index) => make(index));

/** Old element of each new element. */
function nearest(resizing: Resizing): number[] {
  const { from, to, alignCorners, halfPixelCenters } = resizing;
  return each(to, (index) => {
    const place = ratio(resizing) * (halfPixelCenters ? index + 0.5 : index);
    return Math.max(0, Math.min(from - 1, alignCorners ? Math.round(place) : Math.floor(place)));
  });
}

interface Between {
  readonly lower: number;
  readonly upper: number;
  /** Position between them: 0 at the lower, 1 at the upper. */
  readonly part: number;
}

/** The two old elements around each new element. */
function between(resizing: Resizing): Between[] {
  const { from, to, halfPixelCenters } = resizing;
  return each(to, (index) => {
    const place = halfPixelCenters ? ratio(resizing) * (index + 0.5) - 0.5 : ratio(resizing) * index;
    const lower = Math.max(0, Math.floor(place));
    return { lower, upper: Math.min(from - 1, Math.ceil(place)), part: place - lower };
  });
}

function gatherAlong(x: Value, axis: number, indices: readonly number[]): Value {
  const shape = x.shape.map((length, at) => (at === axis ? indices.length : length));
  const indexValue = Value.constant(dataOf('int32', indices), [indices.length], 'int32');
  return operation('Gather', [x, indexValue], { shape, type: x.type }, { axis });
}

/** a + (b - a) part, along one axis. */
function interpolated(x: Value, axis: number, places: readonly Between[]): Value {
  const a = gatherAlong(
    x,
    axis,
    places.map(({ lower }) => lower),
  );
  const b = gatherAlong(
    x,
    axis,
    places.map(({ upper }) => upper),
  );
  const shape = [places.length, ...x.shape.slice(axis + 1).map(() => 1)];
  const parts = Value.constant(
    dataOf(
      'float32',
      places.map(({ part }) => part),
    ),
    shape,
    'float32',
  );
  return add(a, multiply(subtract(b, a), parts));
}

/** Linear map along the height or the width: `weights[new][old]`, row by row. */
function mapped(x: Value, axis: number, weights: readonly number[], to: number): Value {
  const from = itemAt(x.shape, axis);
  const matrix = Value.constant(dataOf('float32', weights), [to, from], 'float32');
  const outer = x.shape.slice(0, axis).reduce((size, length) => size * length, 1);
  const product = matrixProduct(matrix, reshape(x, [outer, from, x.size / outer / from]));
  return reshape(product, [...x.shape.slice(0, axis), to, ...x.shape.slice(axis + 1)]);
}

/** Transposed map of an axis, applied to a gradient. */
function mappedBack(
  dy: Value,
  axis: number,
  from: number,
  terms: readonly (readonly [number, number, number])[],
): Value {
  const to = itemAt(dy.shape, axis);
  const weights = each(from * to, () => 0);
  for (const [index, old, weight] of terms) weights[old * to + index]! += weight;
  return mapped(dy, axis, weights, from);
}

function resizings(
  old: readonly number[],
  size: readonly number[],
  { alignCorners, halfPixelCenters = false }: { alignCorners: boolean; halfPixelCenters?: boolean },
): [Resizing, Resizing] {
  return [0, 1].map((at) => ({
    from: itemAt(old, at + 1),
    to: itemAt(size, at),
    alignCorners,
    halfPixelCenters,
  })) as [Resizing, Resizing];
}

/** Each old element appears several times. Its gradient is the sum of theirs. */
function blockSums(dy: Value, [height, width]: [Resizing, Resizing]): Value {
  const [batch, , , channels] = dy.shape as [number, number, number, number];
  const blocks = [batch, height.from, height.to / height.from, width.from, width.to / width.from, channels];
  return reduce('ReduceSum', reshape(dy, blocks), [2, 4]);
}

const isWhole = ({ from, to, alignCorners }: Resizing): boolean => !alignCorners && to % from === 0;

export const resizeKernels: readonly Kernel[] = [
  kernel<ResizeBilinearInputs, ResizeBilinearAttrs>(
    { name: 'ResizeBilinear', cases: 'float32, int32' },
    ({ images }, { size, ...attributes }) => {
      if (images.type === 'bool') return undefined;
      const [height, width] = resizings(images.shape, size, attributes);
      const wide = interpolated(cast(images, 'float32'), WIDTH, between(width));
      return interpolated(wide, HEIGHT, between(height));
    },
  ),
  kernel<ResizeNearestNeighborInputs, ResizeNearestNeighborAttrs>(
    { name: 'ResizeNearestNeighbor', cases: 'float32, int32' },
    ({ images }, { size, ...attributes }) => {
      const [height, width] = resizings(images.shape, size, attributes);
      return gatherAlong(gatherAlong(images, HEIGHT, nearest(height)), WIDTH, nearest(width));
    },
  ),
  // The cpu kernels of the gradients do not support half-pixel centers.
  kernel<ResizeBilinearGradInputs, ResizeBilinearGradAttrs>(
    { name: 'ResizeBilinearGrad', cases: 'float32; no half-pixel centres' },
    ({ images, dy }, attributes) => {
      if (dy.type !== 'float32' || hasHalfPixels(attributes)) return undefined;
      const [height, width] = resizings(images.shape, dy.shape.slice(1), attributes);
      const terms = (resizing: Resizing): (readonly [number, number, number])[] =>
        between(resizing).flatMap(({ lower, upper, part }, index) => [
          [index, lower, 1 - part] as const,
          [index, upper, part] as const,
        ]);
      const high = mappedBack(dy, HEIGHT, height.from, terms(height));
      return mappedBack(high, WIDTH, width.from, terms(width));
    },
  ),
  kernel<ResizeNearestNeighborGradInputs, ResizeNearestNeighborGradAttrs>(
    { name: 'ResizeNearestNeighborGrad', cases: 'float32; no half-pixel centres' },
    ({ images, dy }, attributes) => {
      if (dy.type !== 'float32' || images.type !== 'float32' || hasHalfPixels(attributes)) return undefined;
      const [height, width] = resizings(images.shape, dy.shape.slice(1), attributes);
      if (isWhole(height) && isWhole(width)) return blockSums(dy, [height, width]);
      const terms = (resizing: Resizing): (readonly [number, number, number])[] =>
        nearest(resizing).map((old, index) => [index, old, 1] as const);
      const high = mappedBack(dy, HEIGHT, height.from, terms(height));
      return mappedBack(high, WIDTH, width.from, terms(width));
    },
  ),
];

function hasHalfPixels(attributes: object): boolean {
  return (attributes as { halfPixelCenters?: boolean }).halfPixelCenters === true;
}
