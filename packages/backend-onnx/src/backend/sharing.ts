import { sharedShape } from '@helmholtz/trace';
import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';

import type { OnnxBackend } from './onnx-backend.js';

type SharingKernel = (
  backend: OnnxBackend,
  inputs: NamedTensorInfoMap,
  attributes: NamedAttrMap,
) => TensorInfo | TensorInfo[];

/** Kernel whose output shares its input's data in another shape. Nothing is recorded. */
const sharing =
  (kernelName: string, inputName: string): SharingKernel =>
  (backend, inputs, attributes) => {
    const input = inputs[inputName]!;
    // A complex tensor consists of two tensors, whose shapes must change too.
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
