import { itemAt } from '../graph/item-at.js';
import {
  type Dilation2DAttrs,
  type Dilation2DBackpropFilterInputs,
  type Dilation2DBackpropInputInputs,
  type Dilation2DInputs,
  backend_util,
} from '@tensorflow/tfjs-core';

import { type Kernel, kernel } from './kernel.js';
import { add, equal, greater, where } from '../graph/operators/elementwise.js';
import { scalarConstant } from '../graph/operators/operation.js';
import { reduce } from '../graph/operators/reduce.js';
import { concat, reshape, slice } from '../graph/operators/shape.js';
import { type WindowAxis, fold, positions, taps } from '../graph/operators/windows.js';
import type { Value } from '../graph/value.js';
import { axesOf2d, fits, spatialOf } from './convolution/geometry.js';

/** The cpu kernel ignores elements below this. */
const LOWEST = Number.MIN_SAFE_INTEGER;

function axesOf(x: Value, filter: Value, { strides, pad, dilations }: Dilation2DAttrs): WindowAxis[] {
  return axesOf2d(
    backend_util.computeDilation2DInfo(
      [...x.shape] as [number, number, number, number],
      [...filter.shape] as [number, number, number],
      strides,
      pad,
      'NHWC',
      dilations,
    ),
  );
}

const areFloats = (...values: readonly Value[]): boolean => values.every(({ type }) => type === 'float32');

/** Sum of image and filter for each element of the window. */
function raised(x: Value, filter: Value, axes: readonly WindowAxis[]): Value[] {
  const elements = positions(axes.map(({ size }) => size));
  const channels = itemAt(filter.shape, 2);
  return taps(x, axes, -Infinity).map((tap, index) => {
    const [row, column] = elements[index] as [number, number];
    const height = slice(filter, [row, column, 0], [row + 1, column + 1, channels]);
    return add(tap, reshape(height, [channels]));
  });
}

const highest = (values: readonly Value[]): Value =>
  values.reduce(
    (sofar, value) => where(greater(value, sofar), value, sofar),
    scalarConstant(LOWEST, 'float32'),
  );

/** Passes each window's gradient to the first of its largest elements. */
function handedOut(x: Value, filter: Value, dy: Value, axes: readonly WindowAxis[]): Value[] {
  const candidates = raised(x, filter, axes);
  const top = highest(candidates);
  const zero = scalarConstant(0, 'float32');
  let remaining = dy;
  return candidates.map((value) => {
    const chosen = equal(value, top);
    const part = where(chosen, remaining, zero);
    remaining = where(chosen, zero, remaining);
    return part;
  });
}

export const dilationKernels: readonly Kernel[] = [
  kernel<Dilation2DInputs, Dilation2DAttrs>(
    { name: 'Dilation2D', cases: 'float32' },
    ({ x, filter }, attributes) => {
      const axes = axesOf(x, filter, attributes);
      if (!areFloats(x, filter) || axes.some(({ output }) => output <= 0)) return undefined;
      return highest(raised(x, filter, axes));
    },
  ),
  kernel<Dilation2DBackpropInputInputs, Dilation2DAttrs>(
    { name: 'Dilation2DBackpropInput', cases: 'float32; a gradient of as many windows as the images have' },
    ({ x, filter, dy }, attributes) => {
      const axes = axesOf(x, filter, attributes);
      if (!areFloats(x, filter, dy) || !fits(axes, spatialOf(dy.shape, true))) return undefined;
      return fold(handedOut(x, filter, dy, axes), axes);
    },
  ),
  kernel<Dilation2DBackpropFilterInputs, Dilation2DAttrs>(
    { name: 'Dilation2DBackpropFilter', cases: 'float32; a gradient of as many windows as the images have' },
    ({ x, filter, dy }, attributes) => {
      const axes = axesOf(x, filter, attributes);
      if (!areFloats(x, filter, dy) || !fits(axes, spatialOf(dy.shape, true))) return undefined;
      const parts = handedOut(x, filter, dy, axes).map((part) => reduce('ReduceSum', part, [0, 1, 2], true));
      return reshape(concat(parts, 0), filter.shape);
    },
  ),
];
