import { type Tensor, reshape, sum } from '@tensorflow/tfjs-core';

/** Sums a gradient over the axes along which a parameter was broadcast. */
export function reducedTo(gradient: Tensor, { shape }: Tensor): Tensor {
  const added = gradient.rank - shape.length;
  const axes = gradient.shape.flatMap((length, axis) =>
    axis < added || (shape[axis - added] === 1 && length !== 1) ? [axis] : [],
  );
  return axes.length === 0 ? gradient : reshape(sum(gradient, axes), shape);
}
