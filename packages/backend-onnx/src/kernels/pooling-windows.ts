import { itemAt } from '../graph/item-at.js';
import { add, equal, greater, multiply, where } from '../graph/operators/elementwise.js';
import { dataOf, scalarConstant } from '../graph/operators/operation.js';
import { type WindowAxis, fold, taps } from '../graph/operators/windows.js';
import { Value } from '../graph/value.js';

// A window's largest element is the largest of its rows' largest, and its sum the sum of its rows'
// sums: so pooling goes axis by axis, in the layout that the images have, and a window of n by n
// costs 2 n elements, not n n.

/** Windows along one axis only. */
function along(x: Value, axes: readonly WindowAxis[], position: number): WindowAxis[] {
  return axes.map((axis, at) => {
    if (at === position) return axis;
    const length = itemAt(x.shape, at + 1);
    return { input: length, output: length, size: 1, stride: 1, dilation: 1, before: 0 };
  });
}

const LOWEST = { float32: -Infinity, int32: -(2 ** 31) };

function lowest(x: Value): number {
  return LOWEST[x.type as keyof typeof LOWEST];
}

/** From the last axis to the first, in the order of memory. */
const lastFirst = (axes: readonly WindowAxis[]): number[] => axes.map((_, at) => axes.length - 1 - at);

/**
 * Largest element of each window, as on the cpu backend: NaN is ignored.
 *
 * @param x [batch, ...spatial, channels]
 * @returns x, and then the result after each axis, the last axis first.
 */
export function largest(x: Value, axes: readonly WindowAxis[]): Value[] {
  const stages = [x];
  for (const position of lastFirst(axes)) {
    const stage = itemAt(stages, -1);
    const start = scalarConstant(lowest(x), x.type);
    const shifted = taps(stage, along(stage, axes, position), lowest(x));
    stages.push(shifted.reduce((sofar, tap) => where(greater(tap, sofar), tap, sofar), start));
  }
  return stages;
}

/**
 * Passes each window's gradient to its largest element: the first or the last of several.
 *
 * @param dy [batch, ...windows, channels]
 */
export function largestGradient(x: Value, dy: Value, axes: readonly WindowAxis[], last: boolean): Value {
  const stages = largest(x, axes);
  const zero = scalarConstant(0, 'float32');
  let gradient = dy;
  for (const position of lastFirst(axes).reverse()) {
    const output = stages.pop()!;
    const input = itemAt(stages, -1);
    const windows = along(input, axes, position);
    const shifted = taps(input, windows, lowest(x));
    // A window of only the lowest number has no largest element.
    let remaining = where(greater(output, scalarConstant(lowest(x), x.type)), gradient, zero);
    const parts: Value[] = [];
    const order = shifted.map((_, index) => (last ? shifted.length - 1 - index : index));
    for (const index of order) {
      const chosen = equal(itemAt(shifted, index), output);
      parts[index] = where(chosen, remaining, zero);
      remaining = where(chosen, zero, remaining);
    }
    gradient = fold(parts, windows);
  }
  return gradient;
}

/** Sum of each window. Padding counts as zero. */
export function sums(x: Value, axes: readonly WindowAxis[]): Value {
  return lastFirst(axes).reduce(
    (stage, position) => taps(stage, along(stage, axes, position)).reduce((sum, tap) => add(sum, tap)),
    x,
  );
}

/** Passes each window's gradient to all of its elements. */
export function sumsGradient(dy: Value, axes: readonly WindowAxis[]): Value {
  return lastFirst(axes)
    .reverse()
    .reduce((gradient, position) => {
      const windows = along(gradient, axes, position).map((axis, at) =>
        at === position ? itemAt(axes, at) : axis,
      );
      return fold(
        Array.from({ length: itemAt(axes, position).size }, () => gradient),
        windows,
      );
    }, dy);
}

/**
 * Reciprocal of the number of elements that each window has inside the images, [...windows, 1].
 *
 * @param none divisor if a window has none.
 */
export function shares(axes: readonly WindowAxis[], none: number): Value {
  const counts = axes.reduce<number[]>(
    (outer, axis) => outer.flatMap((count) => inside(axis).map((own) => count * own)),
    [1],
  );
  const shape = [...axes.map(({ output }) => output), 1];
  const values = counts.map((count) => 1 / (count === 0 ? none : count));
  return Value.constant(dataOf('float32', values), shape, 'float32');
}

export const averages = (x: Value, axes: readonly WindowAxis[], none: number): Value =>
  multiply(sums(x, axes), shares(axes, none));

function inside({ input, output, size, stride, dilation, before }: WindowAxis): number[] {
  return Array.from({ length: output }, (_, window) => {
    const elements = Array.from({ length: size }, (__, at) => window * stride - before + at * dilation);
    return elements.filter((element) => element >= 0 && element < input).length;
  });
}
