import { type NamedAttrMap, type TensorInfo, util } from '@tensorflow/tfjs-core';

/** Kernels whose output has the data of their input, in a shape of its own. */
const SHARING: Readonly<Record<string, (input: TensorInfo, attributes: NamedAttrMap) => number[]>> = {
  Identity: ({ shape }) => shape,
  Reshape: reshapedShape,
  ExpandDims: expandedShape,
};

export function isSharing(kernel: string): boolean {
  return kernel in SHARING;
}

/**
 * Returns the shape of the output of a kernel that shares the data of its input: `Identity`,
 * `Reshape` or `ExpandDims`.
 *
 * @throws Error if the input can't take that shape.
 *
 * @example
 * ```ts
 * import { sharedShape } from '@helmholtz/trace';
 * import { zeros } from '@tensorflow/tfjs-core';
 *
 * console.log(sharedShape('Reshape', zeros([2, 3]), { shape: [6] })); // [ 6 ]
 * ```
 */
export function sharedShape(kernel: string, input: TensorInfo, attributes: NamedAttrMap): number[] {
  const shapeOf = SHARING[kernel];
  if (!shapeOf) throw new Error(`The kernel ${kernel} computes new data.`);
  return shapeOf(input, attributes);
}

/** @throws Error if the new shape has another number of elements. */
function reshapedShape({ shape }: TensorInfo, attributes: NamedAttrMap): number[] {
  const size = util.sizeFromShape(shape);
  const targetShape = util.inferFromImplicitShape(attributes['shape'] as number[], size);
  if (util.sizeFromShape(targetShape) === size) return targetShape;
  throw new Error(
    `A tensor of shape [${shape.join()}] has ${size} elements and can't be reshaped to [${targetShape.join()}], which has ${util.sizeFromShape(targetShape)}.`,
  );
}

/** @throws Error if the tensor has no such axis. */
function expandedShape({ shape }: TensorInfo, { dim }: NamedAttrMap): number[] {
  const dimension = dim as number;
  const rank = shape.length;
  if (dimension < -(rank + 1) || dimension > rank) {
    throw new Error(`A dimension can't be inserted at ${dimension} of a tensor of shape [${shape.join()}].`);
  }
  const axis = dimension < 0 ? rank + dimension + 1 : dimension;
  return [...shape.slice(0, axis), 1, ...shape.slice(axis)];
}
