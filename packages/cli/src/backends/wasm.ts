import {
  type KernelFunc,
  type TensorInfo,
  findBackend,
  getKernel,
  getKernelsForBackend,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core';

/** A backend that keeps values by data id, as both the cpu and the wasm backend do. */
interface ValueStore {
  readSync(dataId: object): Float32Array;
  write(values: Float32Array, shape: number[], dtype: string): object;
  disposeData(dataId: object): boolean;
}

interface KernelCall {
  readonly inputs: Record<string, TensorInfo>;
  readonly attrs: Record<string, unknown>;
  readonly backend: unknown;
}

/**
 * Makes training possible and quicker on the wasm backend of TensorFlow.js 4.22: kernels that it lacks run on the cpu
 * backend, and matrix products with a transposed operand, for which it has a naive loop, transpose first.
 *
 * @param onBridged is told the name of each kernel that ran on the cpu backend, the first time.
 */
export function improveWasm(onBridged: (kernel: string) => void): void {
  bridgeMissingKernels(onBridged);
  for (const name of ['BatchMatMul', '_FusedMatMul']) transposeFirst(name);
}

function bridgeMissingKernels(onBridged: (kernel: string) => void): void {
  const present = new Set(getKernelsForBackend('wasm').map(({ kernelName }) => kernelName));
  for (const { kernelName, kernelFunc } of getKernelsForBackend('cpu')) {
    if (present.has(kernelName)) continue;
    let told = false;
    registerOnWasm(kernelName, ({ inputs, attrs, backend }) => {
      if (!told) onBridged(kernelName);
      told = true;
      const wasm = backend as ValueStore;
      const cpu = findBackend('cpu') as unknown as ValueStore;
      const copies = Object.entries(inputs).map(([key, info]) => [key, copy(info, wasm, cpu)] as const);
      const outputs = kernelFunc({
        inputs: Object.fromEntries(copies),
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
  const product = getKernel(name, 'wasm').kernelFunc as unknown as (call: KernelCall) => TensorInfo;
  const transposeKernel = getKernel('Transpose', 'wasm').kernelFunc as unknown as (
    call: KernelCall,
  ) => TensorInfo;
  unregisterKernel(name, 'wasm');
  registerOnWasm(name, ({ inputs, attrs, backend }) => {
    const temporary: TensorInfo[] = [];
    const transposed = (x: TensorInfo): TensorInfo => {
      const perm = x.shape.map((_, axis) => axis);
      perm.push(...perm.splice(-2).reverse());
      temporary.push(transposeKernel({ inputs: { x }, attrs: { perm }, backend }));
      return temporary.at(-1)!;
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
    temporary.forEach(({ dataId }) => (backend as ValueStore).disposeData(dataId));
    return output;
  });
}

function registerOnWasm(kernelName: string, kernel: (call: KernelCall) => TensorInfo | TensorInfo[]): void {
  registerKernel({ kernelName, backendName: 'wasm', kernelFunc: kernel as unknown as KernelFunc });
}
