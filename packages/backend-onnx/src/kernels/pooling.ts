import { itemAt } from '../graph/item-at.js';
import { type AvgPool3DAttrs, type AvgPoolAttrs, backend_util } from '@tensorflow/tfjs-core';

import { type Kernel, kernel } from './kernel.js';
import { multiply } from '../graph/operators/elementwise.js';
import { like } from '../graph/operators/elementwise.js';
import type { WindowAxis } from '../graph/operators/windows.js';
import { type Value, sizeOf } from '../graph/value.js';
import { axesOf2d, axesOf3d, fits, spatialOf } from './convolution/geometry.js';
import { averages, largest, largestGradient, sumsGradient } from './pooling-windows.js';

interface X {
  x: unknown;
}

interface Gradient {
  dy: unknown;
  input: unknown;
}

function axes2d(
  shape: readonly number[],
  { filterSize, strides, pad, dimRoundingMode }: AvgPoolAttrs,
): WindowAxis[] {
  const images = [...shape] as [number, number, number, number];
  return axesOf2d(backend_util.computePool2DInfo(images, filterSize, strides, 1, pad, dimRoundingMode));
}

function axes3d(
  shape: readonly number[],
  { filterSize, strides, pad, dimRoundingMode }: Omit<AvgPool3DAttrs, 'dataFormat'>,
): WindowAxis[] {
  const volumes = [...shape] as [number, number, number, number, number];
  return axesOf3d(backend_util.computePool3DInfo(volumes, filterSize, strides, 1, pad, dimRoundingMode));
}

// Each element of a window adds several nodes to the graph.
const LONGEST = 64;

/** Whether there are windows, and none is too long for a graph. */
function suits(axes: readonly WindowAxis[]): boolean {
  return axes.every(
    ({ size, output, before }) =>
      size <= LONGEST && output > 0 && Number.isInteger(before) && Number.isInteger(output),
  );
}

/** Whether each window is the element at its position. */
function isIdentity(axes: readonly WindowAxis[]): boolean {
  return axes.every(({ size, input, output }) => size === 1 && input === output);
}

function maximum(x: Value, axes: readonly WindowAxis[]): Value | undefined {
  if (x.type === 'bool' || !suits(axes)) return undefined;
  return isIdentity(axes) ? x : itemAt(largest(x, axes), -1);
}

function maximumGradient(
  { dy, input }: { dy: Value; input: Value },
  axes: readonly WindowAxis[],
  last: boolean,
): Value | undefined {
  if (
    dy.type !== 'float32' ||
    input.type === 'bool' ||
    !suits(axes) ||
    !fits(axes, spatialOf(dy.shape, true))
  )
    return undefined;
  return largestGradient(input, dy, axes, last);
}

/** @param none divisor of the cpu kernel for a window outside of the images. */
function average(x: Value, axes: readonly WindowAxis[], none: number): Value | undefined {
  if (x.type !== 'float32' || !suits(axes)) return undefined;
  return isIdentity(axes) ? x : averages(x, axes, none);
}

/** As on the cpu backend, each element counts as one of a whole window, also at the edges. */
function averageGradient(dy: Value, axes: readonly WindowAxis[]): Value | undefined {
  if (dy.type !== 'float32' || !suits(axes) || !fits(axes, spatialOf(dy.shape, true))) return undefined;
  return sumsGradient(multiply(dy, like(dy, 1 / sizeOf(axes.map(({ size }) => size)))), axes);
}

export const poolingKernels: readonly Kernel[] = [
  kernel<X, AvgPoolAttrs>(
    { name: 'MaxPool', cases: 'float32, int32; windows of at most 64 along an axis' },
    ({ x }, attributes) => maximum(x, axes2d(x.shape, attributes)),
  ),
  kernel<X, AvgPool3DAttrs>(
    { name: 'MaxPool3D', cases: 'float32, int32; windows of at most 64 along an axis' },
    ({ x }, attributes) => maximum(x, axes3d(x.shape, attributes)),
  ),
  // Of several largest elements the cpu backend uses the first in images and the last in volumes.
  kernel<Gradient, AvgPoolAttrs>(
    { name: 'MaxPoolGrad', cases: 'float32, int32; windows of at most 64 along an axis' },
    (inputs, attributes) => maximumGradient(inputs, axes2d(inputs.input.shape, attributes), false),
  ),
  kernel<Gradient, AvgPool3DAttrs>(
    { name: 'MaxPool3DGrad', cases: 'float32, int32; windows of at most 64 along an axis' },
    (inputs, attributes) => maximumGradient(inputs, axes3d(inputs.input.shape, attributes), true),
  ),
  kernel<X, AvgPoolAttrs>(
    { name: 'AvgPool', cases: 'float32; windows of at most 64 along an axis' },
    ({ x }, attributes) => average(x, axes2d(x.shape, attributes), 0),
  ),
  kernel<X, AvgPool3DAttrs>(
    { name: 'AvgPool3D', cases: 'float32; windows of at most 64 along an axis' },
    ({ x }, attributes) => average(x, axes3d(x.shape, attributes), 1),
  ),
  kernel<Gradient, AvgPoolAttrs>(
    { name: 'AvgPoolGrad', cases: 'float32; windows of at most 64 along an axis' },
    ({ dy, input }, attributes) => averageGradient(dy, axes2d(input.shape, attributes)),
  ),
  kernel<Gradient, AvgPool3DAttrs>(
    { name: 'AvgPool3DGrad', cases: 'float32; windows of at most 64 along an axis' },
    ({ dy, input }, attributes) => averageGradient(dy, axes3d(input.shape, attributes)),
  ),
];
