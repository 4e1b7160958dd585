import { sharedShape } from '@helmholtz/trace';
import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';

import type { OnnxBackend } from '../backend/onnx-backend.js';

type SharingKernel = (
  backend: OnnxBackend,
  inputs: NamedTensorInfoMap,
  attributes: NamedAttrMap,
) => TensorInfo | TensorInfo[];

/** A kernel whose output is its input's data in a shape of its own: nothing is recorded. */
const sharing =
  (kernelName: string, inputName: string): SharingKernel =>
  (backend, inputs, attributes) => {
    const input = inputs[inputName]!;
    // A complex number is two tensors, whose shapes go with it.
    if (input.dtype === 'complex64') return backend.callCpu(kernelName, inputs, attributes);
    const shape = sharedShape(kernelName, input, attributes);
    backend.store.share(input.dataId);
    return { dataId: input.dataId, shape, dtype: input.dtype };
  };

export const sharingKernels: Readonly<Record<string, SharingKernel>> = {
  Identity: sharing('Identity', 'x'),
  Reshape: sharing('Reshape', 'x'),
  ExpandDims: sharing('ExpandDims', 'input'),
};
