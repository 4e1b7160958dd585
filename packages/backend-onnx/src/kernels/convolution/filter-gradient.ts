import { itemAt } from '../../graph/item-at.js';
import { matrixProduct } from '../../graph/operators/matrix.js';
import { operation } from '../../graph/operators/operation.js';
import { concat, reshape, slice, transpose } from '../../graph/operators/shape.js';
import { type WindowAxis, fitted, positions, spaceToDepth, taps } from '../../graph/operators/windows.js';
import { type Value, sizeOf } from '../../graph/value.js';

/**
 * Computes the gradient of a convolution with respect to its filter.
 *
 * @param x [batch, ...spatial, channels]
 * @param dy [batch, ...windows, outputs]
 * @returns [...window, channels, outputs]
 */
export type FilterGradient = (x: Value, dy: Value, axes: readonly WindowAxis[]) => Value;

const rows = (x: Value): Value => reshape(x, [x.size / itemAt(x.shape, -1), itemAt(x.shape, -1)]);

/** One matrix product per element of the window. */
export const byTaps: FilterGradient = (x, dy, axes) => {
  const products = taps(x, axes).map((tap) => asPart(matrixProduct(rows(tap), rows(dy), { a: true })));
  return reshape(concat(products, 0), shapeOf(x, dy, axes));
};

/**
 * One matrix product per block of `stride` neighbours, without a copy per element of the window.
 * For windows of whole strides without dilation.
 */
export const byCells: FilterGradient = (x, dy, axes) => {
  const strides = axes.map(({ stride }) => stride);
  const cells = axes.map(({ size, stride }) => Math.ceil(size / stride));
  const cellsOfInput = spaceToDepth(
    fitted(
      x,
      axes,
      axes.map(({ output, stride }, at) => (output + itemAt(cells, at) - 1) * stride),
    ),
    strides,
  );
  const products = positions(cells).map((start) => {
    const part = slice(
      cellsOfInput,
      [0, ...start, 0],
      [
        itemAt(cellsOfInput.shape, 0),
        ...axes.map(({ output }, at) => itemAt(start, at) + output),
        itemAt(cellsOfInput.shape, -1),
      ],
    );
    return asPart(matrixProduct(rows(part), rows(dy), { a: true }));
  });
  const rank = axes.length;
  const [channels, outputs] = [itemAt(x.shape, -1), itemAt(dy.shape, -1)];
  const split = reshape(concat(products, 0), [...cells, ...strides, channels, outputs]);
  const sorted = transpose(split, [...cells.flatMap((_, at) => [at, rank + at]), 2 * rank, 2 * rank + 1]);
  const filterOfCells = reshape(sorted, [
    ...cells.map((cell, at) => cell * itemAt(strides, at)),
    channels,
    outputs,
  ]);
  const shape = shapeOf(x, dy, axes);
  return slice(
    filterOfCells,
    shape.map(() => 0),
    shape,
  );
};

/**
 * Convolution of the images, with batch and channels exchanged, with dy as its filter. For large
 * windows and few channels.
 */
export const byConvolution: FilterGradient = (x, dy, axes) => {
  const rank = axes.length;
  const exchange = [rank + 1, 0, ...axes.map((_, at) => at + 1)];
  const shape = [itemAt(x.shape, -1), itemAt(dy.shape, -1), ...axes.map(({ size }) => size)];
  const gradient = operation(
    'Conv',
    [transpose(fitted(x, axes), exchange), transpose(dy, exchange)],
    { shape, type: 'float32' },
    {
      kernel_shape: axes.map(({ output }) => output),
      dilations: axes.map(({ stride }) => stride),
      strides: axes.map(({ dilation }) => dilation),
    },
    dy.size * itemAt(x.shape, -1) * sizeOf(axes.map(({ size }) => size)),
  );
  return transpose(gradient, [...axes.map((_, at) => at + 2), 0, 1]);
};

function asPart(product: Value): Value {
  return reshape(product, [1, ...product.shape]);
}

function shapeOf(x: Value, dy: Value, axes: readonly WindowAxis[]): number[] {
  return [...axes.map(({ size }) => size), itemAt(x.shape, -1), itemAt(dy.shape, -1)];
}
