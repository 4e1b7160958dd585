import { itemAt } from '../graph/item-at.js';
import * as tf from '@tensorflow/tfjs-core';

import type { Choice, Operation } from './operations.js';

const exact = (name: string, apply: Operation['apply']): Operation => ({ name, kind: 'exact', apply });

const ranked = (
  name: string,
  apply: (x: tf.Tensor, axis: number, choice: Choice) => tf.Tensor | readonly tf.Tensor[] | undefined,
): Operation =>
  exact(name, ([x], choice) => (x.rank > 0 ? apply(x, choice.below(x.rank), choice) : undefined));

/** Positions in an axis, as a tensor. */
function positions(length: number, choice: Choice, shape: readonly number[]): tf.Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  const values = Array.from({ length: size }, () => choice.below(length));
  return tf.tensor(values, [...shape], 'int32');
}

/** Operations with an additional positive whole number. */
const widths = (choice: Choice, rank: number, limit: number): [number, number][] =>
  Array.from({ length: rank }, () => [choice.below(limit), choice.below(limit)]);

export const REARRANGEMENTS: readonly Operation[] = [
  {
    ...exact('cast', ([x], choice) => tf.cast(x, choice.of(['float32', 'int32', 'bool'] as const))),
    kind: 'jump',
  },
  exact('reshape', ([x], choice) => tf.reshape(x, choice.of([[-1], [x.size], [1, x.size, 1]]))),
  exact('expandDims', ([x], choice) => (x.rank < 5 ? tf.expandDims(x, choice.below(x.rank + 1)) : undefined)),
  exact('transpose', ([x], choice) => {
    const by = choice.below(Math.max(1, x.rank));
    const axes = x.shape.map((_, axis) => axis);
    return tf.transpose(x, [...axes.slice(by), ...axes.slice(0, by)]);
  }),
  ranked('reverse', (x, axis, choice) => tf.reverse(x, choice.below(2) === 0 ? axis : undefined)),
  ranked('slice', (x, _, choice) => {
    const begin = x.shape.map((length) => choice.below(length + 1));
    return tf.slice(
      x,
      begin,
      begin.map((start, axis) => choice.below(itemAt(x.shape, axis) - start + 1)),
    );
  }),
  ranked('stridedSlice', (x, _, choice) => {
    if (x.size === 0) return undefined;
    const strides = x.shape.map(() => choice.of([1, 2, 3, -1, -2]));
    const firsts = x.shape.map((length) => choice.below(length));
    const lasts = x.shape.map(
      (length, axis) => itemAt(firsts, axis) + choice.below(length - itemAt(firsts, axis)),
    );
    const begins = strides.map((stride, axis) => (stride > 0 ? firsts : lasts)[axis]!);
    // A negative end counts from the back. To end before the first element, it must be below -size.
    const ends = strides.map((stride, axis) =>
      stride > 0 ? itemAt(lasts, axis) + 1 : itemAt(firsts, axis) - 1,
    );
    const past = ends.map((end, axis) => (end < 0 ? -itemAt(x.shape, axis) - 1 : end));
    return tf.stridedSlice(x, begins, past, strides, choice.below(4), choice.below(4));
  }),
  ranked('tile', (x, _, choice) =>
    tf.tile(
      x,
      x.shape.map(() => choice.below(3)),
    ),
  ),
  ranked('pad', (x, _, choice) =>
    x.dtype === 'bool' ? undefined : tf.pad(x, widths(choice, x.rank, 3), choice.of([0, 1, -2])),
  ),
  ranked('mirrorPad', (x, _, choice) => {
    if (x.size === 0) return undefined;
    const mode = choice.of(['reflect', 'symmetric'] as const);
    const most = mode === 'reflect' ? 0 : 1;
    return tf.mirrorPad(
      x,
      x.shape.map((length): [number, number] => [choice.below(length + most), choice.below(length + most)]),
      mode,
    );
  }),
  ranked('concat', (x, axis, choice) =>
    tf.concat(
      choice.of([
        [x, x],
        [x, x, x],
      ]),
      axis,
    ),
  ),
  exact('stack', ([x, y], choice) =>
    x.dtype === y.dtype && tf.util.arraysEqual(x.shape, y.shape) && x.rank < 5
      ? tf.stack([x, y], choice.below(x.rank + 1))
      : undefined,
  ),
  ranked('unstack', (x, axis) => (itemAt(x.shape, axis) > 0 ? tf.unstack(x, axis) : undefined)),
  ranked('split', (x, axis, choice) => {
    const at = choice.below(itemAt(x.shape, axis) + 1);
    return tf.split(x, [at, itemAt(x.shape, axis) - at], axis);
  }),
  ranked('gather', (x, axis, choice) =>
    itemAt(x.shape, axis) > 0
      ? tf.gather(x, positions(itemAt(x.shape, axis), choice, choice.of([[3], [0], [], [2, 2]])), axis)
      : undefined,
  ),
  ranked('gatherND', (x, _, choice) =>
    x.size > 0 ? tf.gatherND(x, positions(x.shape[0], choice, choice.of([[3, 1], [1]]))) : undefined,
  ),
  exact('where', ([x, y, z]) => {
    if (z.dtype !== 'bool' || x.dtype !== y.dtype) return undefined;
    const same = tf.util.arraysEqual(x.shape, y.shape) && tf.util.arraysEqual(x.shape, z.shape);
    return same ? tf.where(z, x, y) : undefined;
  }),
  exact('oneHot', ([x], choice) =>
    x.dtype === 'int32'
      ? tf.oneHot(x, 2 + choice.below(4), choice.of([1, 3]), choice.of([0, -1]))
      : undefined,
  ),
  exact('onesLike', ([x]) => tf.onesLike(x)),
  exact('zerosLike', ([x]) => tf.zerosLike(x)),
  exact('diag', ([x]) =>
    x.size > 0 && x.rank > 0 && x.rank < 3 && x.dtype === 'float32' ? tf.diag(x) : undefined,
  ),
  {
    ...ranked('topk', (x, _, choice) => {
      if (x.dtype === 'bool' || x.size === 0) return undefined;
      const { values, indices } = tf.topk(x, 1 + choice.below(itemAt(x.shape, -1)));
      return [values, indices];
    }),
    kind: 'jump',
    finite: true,
  },
  {
    ...ranked('unsortedSegmentSum', (x, _, choice) => {
      if (x.dtype !== 'float32' || x.size === 0) return undefined;
      const ids = tf.sub(positions(5, choice, [x.shape[0]]), tf.scalar(1, 'int32'));
      return tf.unsortedSegmentSum(x, ids as tf.Tensor1D, 1 + choice.below(4));
    }),
    // The cpu kernels multiply what belongs to other segments by zero.
    finite: true,
  },
  ranked('scatterND', (x, _, choice) =>
    x.dtype === 'bool' || x.size === 0
      ? undefined
      : tf.scatterND(positions(4, choice, [x.shape[0], 1]), x, [4, ...x.shape.slice(1)]),
  ),
  ranked('tensorScatterUpdate', (x, _, choice) =>
    x.shape[0] > 0 && x.size > 0
      ? // The cpu kernel writes into its input, which is therefore nobody else's.
        tf.tensorScatterUpdate(tf.reverse(x, 0), positions(x.shape[0], choice, [x.shape[0], 1]), x)
      : undefined,
  ),
  exact('spaceToBatchND', ([x], choice) => {
    if (x.rank < 2 || x.size === 0) return undefined;
    const padding = (2 - (itemAt(x.shape, 1) % 2)) % 2;
    return tf.spaceToBatchND(
      x,
      [2],
      [
        choice.of([
          [0, padding],
          [padding, 0],
        ]),
      ],
    );
  }),
  exact('batchToSpaceND', ([x]) =>
    x.rank > 1 && x.size > 0 && x.shape[0] % 2 === 0 && itemAt(x.shape, 1) > 1
      ? tf.batchToSpaceND(x, [2], [[1, 0]])
      : undefined,
  ),
  exact('depthToSpace', ([x], choice) => {
    if (x.size === 0 || x.dtype !== 'float32') return undefined;
    const [batch, depth] = choice.of([
      [1, 4],
      [2, 8],
    ] as const);
    const images = tf.tile(tf.reshape(x, [1, 1, x.size, 1]), [batch, 3, 1, depth]);
    return tf.depthToSpace(images as tf.Tensor4D, 2);
  }),
  {
    name: 'matMul',
    kind: 'smooth',
    apply: ([a, b], choice) => {
      if (a.rank < 2 || b.rank < 2 || a.dtype !== 'float32' || b.dtype !== 'float32') return undefined;
      const [transposeA, transposeB] = [choice.below(2) === 0, choice.below(2) === 0];
      const inner = [a.shape.at(transposeA ? -2 : -1), b.shape.at(transposeB ? -1 : -2)];
      const sameBatch = tf.util.arraysEqual(a.shape.slice(0, -2), b.shape.slice(0, -2));
      return inner[0] === inner[1] && sameBatch ? tf.matMul(a, b, transposeA, transposeB) : undefined;
    },
  },
];
