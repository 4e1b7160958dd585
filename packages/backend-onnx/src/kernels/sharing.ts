import { type NamedAttrMap, type NamedTensorInfoMap, type TensorInfo, util } from '@tensorflow/tfjs-core';

import type { OnnxBackend } from '../backend/onnx-backend.js';

type SharingKernel = (
  backend: OnnxBackend,
  inputs: NamedTensorInfoMap,
  attributes: NamedAttrMap,
) => TensorInfo | TensorInfo[];

/** A kernel whose output is its input's data in a shape of its own: nothing is recorded. */
const sharing =
  (
    kernelName: string,
    inputName: string,
    shapeOf: (input: TensorInfo, attributes: NamedAttrMap) => number[],
  ): SharingKernel =>
  (backend, inputs, attributes) => {
    const input = inputs[inputName]!;
    // A complex number is two tensors, whose shapes go with it.
    if (input.dtype === 'complex64') return backend.callCpu(kernelName, inputs, attributes);
    const shape = shapeOf(input, attributes);
    backend.store.share(input.dataId);
    return { dataId: input.dataId, shape, dtype: input.dtype };
  };

function reshaped({ shape }: TensorInfo, attributes: NamedAttrMap): number[] {
  const size = util.sizeFromShape(shape);
  const wanted = util.inferFromImplicitShape(attributes['shape'] as number[], size);
  if (util.sizeFromShape(wanted) === size) return wanted;
  throw new Error(
    `A tensor of shape [${shape.join()}] has ${size} elements and can't be reshaped to [${wanted.join()}], which has ${util.sizeFromShape(wanted)}.`,
  );
}

function expanded({ shape }: TensorInfo, { dim }: NamedAttrMap): number[] {
  const at = dim as number;
  const rank = shape.length;
  if (at < -(rank + 1) || at > rank) {
    throw new Error(`A dimension can't be inserted at ${at} of a tensor of shape [${shape.join()}].`);
  }
  const axis = at < 0 ? rank + at + 1 : at;
  return [...shape.slice(0, axis), 1, ...shape.slice(axis)];
}

export const sharingKernels: Readonly<Record<string, SharingKernel>> = {
  Identity: sharing('Identity', 'x', ({ shape }) => shape),
  Reshape: sharing('Reshape', 'x', reshaped),
  ExpandDims: sharing('ExpandDims', 'input', expanded),
};
