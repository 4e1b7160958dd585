import { type KernelFunc, type TensorInfo, getKernel, registerKernel } from '@tensorflow/tfjs-core';

/** A backend that keeps values by data id, as both the cpu and the wasm backend do. */
export interface ValueStore {
  readSync(dataId: object): Float32Array;
  write(values: Float32Array, shape: number[], dtype: string): object;
  disposeData(dataId: object): boolean;
}

export interface KernelCall {
  readonly inputs: Record<string, TensorInfo>;
  readonly attrs: Record<string, unknown>;
  readonly backend: unknown;
}

type Kernel = (call: KernelCall) => TensorInfo | TensorInfo[];

export function registerOnWasm(kernelName: string, kernel: Kernel): void {
  registerKernel({ kernelName, backendName: 'wasm', kernelFunc: kernel as unknown as KernelFunc });
}

/** The wasm backend's kernel of that name, of those with one output. */
export function wasmKernel(kernelName: string): (call: KernelCall) => TensorInfo {
  return getKernel(kernelName, 'wasm').kernelFunc as unknown as (call: KernelCall) => TensorInfo;
}

/** Runs several kernels on one backend, and disposes intermediate results. */
export class KernelSequence {
  private readonly temporary: TensorInfo[] = [];

  constructor(private readonly backend: unknown) {}

  run(
    kernelName: string,
    inputs: Record<string, TensorInfo>,
    attrs: Record<string, unknown> = {},
  ): TensorInfo {
    const output = wasmKernel(kernelName)({ inputs, attrs, backend: this.backend });
    this.temporary.push(output);
    return output;
  }

  transpose(x: TensorInfo, perm: number[]): TensorInfo {
    return this.run('Transpose', { x }, { perm });
  }

  /** Disposes of everything but `kept`, which is returned. */
  finish(kept: TensorInfo): TensorInfo {
    for (const info of this.temporary) {
      if (info !== kept) (this.backend as ValueStore).disposeData(info.dataId);
    }
    return kept;
  }
}
