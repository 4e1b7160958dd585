import {
  type NamedTensorInfoMap,
  type TensorInfo,
  findBackend,
  getKernelsForBackend,
  unregisterKernel,
} from '@tensorflow/tfjs-core';

import { registerConvGradient } from './conv-gradient.js';
import { KernelSequence, type ValueStore, registerOnWasm, wasmKernel } from './kernels.js';

/**
 * Makes training possible and faster on the wasm backend of TensorFlow.js 4.22. It gets the
 * gradient of convolutions. Matrix products with a transposed operand, for which it has a naive
 * loop, transpose first. Kernels that it lacks run on the cpu backend, which must be loaded. Call
 * it when the wasm backend is set: kernels are set up by then.
 *
 * @param onBridged called with the name of each kernel that runs on the cpu backend, the first
 * time.
 *
 * @example
 * ```ts
 * import { improveWasm } from '@helmholtz/backend-wasm';
 * import '@tensorflow/tfjs-backend-cpu';
 * import '@tensorflow/tfjs-backend-wasm';
 * import { setBackend } from '@tensorflow/tfjs-core';
 *
 * await setBackend('wasm');
 * improveWasm((kernel) => console.warn(`${kernel} runs on the cpu backend.`));
 * ```
 */
export function improveWasm(onBridged: (kernel: string) => void): void {
  registerConvGradient();
  bridgeMissingKernels(onBridged);
  for (const name of ['BatchMatMul', '_FusedMatMul']) transposeFirst(name);
}

/** Kernels that return complex tensors, which the wasm backend does not support. */
const ofComplexNumbers = new Set(['Complex', 'ComplexAbs', 'FFT', 'IFFT', 'Imag', 'Real']);

function bridgeMissingKernels(onBridged: (kernel: string) => void): void {
  const present = new Set(getKernelsForBackend('wasm').map(({ kernelName }) => kernelName));
  for (const { kernelName, kernelFunc } of getKernelsForBackend('cpu')) {
    if (present.has(kernelName) || ofComplexNumbers.has(kernelName)) continue;
    let isReported = false;
    registerOnWasm(kernelName, ({ inputs, attrs, backend }) => {
      if (!isReported) onBridged(kernelName);
      isReported = true;
      const wasm = backend as ValueStore;
      const cpu = findBackend('cpu') as unknown as ValueStore;
      const copies = Object.entries(inputs).map(([key, info]) => [key, copy(info, wasm, cpu)] as const);
      // Kernels of any number of tensors, such as Einsum, take a list of them.
      const given = Array.isArray(inputs) ? copies.map(([, info]) => info) : Object.fromEntries(copies);
      const outputs = kernelFunc({
        inputs: given as NamedTensorInfoMap,
        attrs: attrs as never,
        backend: cpu,
      });
      const results = [outputs].flat().map((output) => copy(output, cpu, wasm));
      for (const { dataId } of [...copies.map(([, info]) => info), ...[outputs].flat()])
        cpu.disposeData(dataId);
      return Array.isArray(outputs) ? results : results[0]!;
    });
  }
}

function copy({ dataId, shape, dtype }: TensorInfo, from: ValueStore, to: ValueStore): TensorInfo {
  return { dataId: to.write(from.readSync(dataId), shape, dtype), shape, dtype };
}

function transposeFirst(name: string): void {
  const product = wasmKernel(name);
  unregisterKernel(name, 'wasm');
  registerOnWasm(name, ({ inputs, attrs, backend }) => {
    const sequence = new KernelSequence(backend);
    const transposed = (x: TensorInfo): TensorInfo => {
      const perm = x.shape.map((_, axis) => axis);
      perm.push(...perm.splice(-2).reverse());
      return sequence.transpose(x, perm);
    };
    const { a, b } = inputs as { a: TensorInfo; b: TensorInfo };
    const output = product({
      inputs: {
        ...inputs,
        a: attrs['transposeA'] ? transposed(a) : a,
        b: attrs['transposeB'] ? transposed(b) : b,
      },
      attrs: { ...attrs, transposeA: false, transposeB: false },
      backend,
    });
    return sequence.finish(output);
  });
}
