import { transpose } from '../../graph/operators/shape.js';
import { type WindowAxis, after, fitted, reach } from '../../graph/operators/windows.js';
import type { Value } from '../../graph/value.js';

/** [batch, ...spatial, channels] to [batch, channels, ...spatial]. */
export function channelsFirst(x: Value): Value {
  const rank = x.shape.length;
  return transpose(x, [0, rank - 1, ...Array.from({ length: rank - 2 }, (_, at) => at + 1)]);
}

/** [batch, channels, ...spatial] to [batch, ...spatial, channels]. */
export function channelsLast(x: Value): Value {
  const rank = x.shape.length;
  return transpose(x, [0, ...Array.from({ length: rank - 2 }, (_, at) => at + 2), 1]);
}

/** [...spatial, channels, outputs] to [outputs, channels, ...spatial]. */
export function filterOutputsFirst(filter: Value): Value {
  const rank = filter.shape.length;
  return transpose(filter, [rank - 1, rank - 2, ...Array.from({ length: rank - 2 }, (_, at) => at)]);
}

/** Whether ONNX, which derives the number of windows from the padding, gets the same number. */
export function countsAlike(axes: readonly WindowAxis[]): boolean {
  return axes.every((axis) => {
    const { input, output, size, stride, dilation, before } = axis;
    const length = input + before + Math.max(0, after(axis));
    return before >= 0 && output === Math.floor((length - (size - 1) * dilation - 1) / stride) + 1;
  });
}

/** Returns images and windows for which ONNX counts windows like TensorFlow.js. */
export function alike(x: Value, axes: readonly WindowAxis[]): { x: Value; axes: readonly WindowAxis[] } {
  if (countsAlike(axes)) return { x, axes };
  return {
    x: fitted(x, axes),
    axes: axes.map((axis) => ({ ...axis, input: reach(axis), before: 0 })),
  };
}
