import {
  type KernelConfig,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  type TensorInfo,
  getKernelsForBackend,
  registerBackend,
  registerKernel,
} from '@tensorflow/tfjs-core';

import { measureChannelBlock } from '../graph/operators/channel-block.js';
import { kernels } from '../kernels/index.js';
import { sharingKernels } from './sharing.js';
import { askChannelBlock } from '../session/measure-channel-block.js';
import { OnnxBackend } from './onnx-backend.js';

export const BACKEND = 'onnx';
const PRIORITY = 4; // above TensorFlow's own binding, webgl and wasm

/**
 * Registers the backend with TensorFlow.js. The native library is loaded when the backend is set.
 */
export function registerOnnxBackend(): void {
  measureChannelBlock(askChannelBlock);
  registerBackend(BACKEND, () => new OnnxBackend(), PRIORITY);
  const ownKernels = new Set(kernels.map(({ name }) => name));
  for (const lowered of kernels) {
    register(lowered.name, (backend, inputs, attributes) => backend.call(lowered, inputs, attributes));
  }
  for (const [kernelName, run] of Object.entries(sharingKernels)) register(kernelName, run);
  for (const { kernelName } of getKernelsForBackend('cpu')) {
    if (ownKernels.has(kernelName) || kernelName in sharingKernels) continue;
    register(kernelName, (backend, inputs, attributes) => backend.callCpu(kernelName, inputs, attributes));
  }
}

type Run = (
  backend: OnnxBackend,
  inputs: NamedTensorInfoMap,
  attributes: NamedAttrMap,
) => TensorInfo | TensorInfo[];

function register(kernelName: string, run: Run): void {
  const config: KernelConfig = {
    kernelName,
    backendName: BACKEND,
    kernelFunc: ({ inputs, backend, attrs }) => run(backend as OnnxBackend, inputs, attrs ?? {}),
  };
  registerKernel(config);
}
