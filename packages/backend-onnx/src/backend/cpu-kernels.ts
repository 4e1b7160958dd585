import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import {
  type DataId,
  type KernelFunc,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  type TensorInfo,
  getKernel,
} from '@tensorflow/tfjs-core';

import type { ElementType, TensorData, TensorType } from '../graph/value.js';
import { typed } from './typed-data.js';

/**
 * JavaScript kernels of TensorFlow.js, for graphs too small to compile and kernels without a native
 * form.
 */
export class CpuKernels {
  readonly backend = apart(new MathBackendCPU());

  has(kernelName: string): boolean {
    return find(kernelName) !== undefined;
  }

  /**
   * Runs one kernel.
   *
   * @param inputs tensors of this backend made by `lend`, or complex numbers and strings.
   * @throws Error if neither this backend nor the cpu backend has the kernel.
   */
  run(kernelName: string, inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo | TensorInfo[] {
    const kernel = find(kernelName);
    if (!kernel) {
      throw new Error(
        `The kernel ${kernelName} is registered neither for the backend "onnx" nor for "cpu". Run this part on another backend.`,
      );
    }
    // This kernel writes its result into an input.
    if (kernelName !== 'TensorScatterUpdate')
      return kernel({ inputs, attrs: attributes, backend: this.backend });
    const tensor = this.copy(inputs['tensor']!);
    const output = kernel({ inputs: { ...inputs, tensor }, attrs: attributes, backend: this.backend });
    this.dispose(tensor);
    return output;
  }

  private copy({ dataId, shape, dtype }: TensorInfo): TensorInfo {
    const values = this.backend.data.get(dataId).values as Float32Array;
    return this.backend.makeTensorInfo(shape, dtype, values.slice());
  }

  /** Returns data as a tensor of the cpu backend without a copy. Call `dispose` afterwards. */
  lend(data: TensorData, shape: readonly number[], type: ElementType): TensorInfo {
    const dtype = type as TensorType;
    const dataId = this.backend.write(data as Float32Array, [...shape], dtype);
    // Some kernels ask for the rank, which only tensors have.
    const tensor: TensorInfo & { rank: number } = { dataId, shape: [...shape], dtype, rank: shape.length };
    return tensor;
  }

  /** Returns the data of a tensor of numbers, without a copy if their array type fits its dtype. */
  data({ dataId, dtype }: TensorInfo): TensorData {
    return typed(this.backend.data.get(dataId).values!, dtype as TensorType);
  }

  dispose(...tensors: readonly { readonly dataId: DataId }[]): void {
    for (const { dataId } of tensors) this.backend.disposeData(dataId);
  }
}

function find(kernelName: string): KernelFunc | undefined {
  // Its type says that there always is one.
  const config = getKernel(kernelName, 'cpu') as { kernelFunc: KernelFunc } | undefined;
  return config?.kernelFunc;
}

/** Suppresses the advice to install another backend in Node, and outputs that the engine tracks. */
function apart(backend: MathBackendCPU): MathBackendCPU {
  (backend as unknown as { firstUse: boolean }).firstUse = false;
  // A few kernels register their output with the engine. These kernels run without a scope that
  // would dispose it.
  backend.makeOutput = ((values, shape, dtype) =>
    backend.makeTensorInfo(shape, dtype, values)) as MathBackendCPU['makeOutput'];
  return backend;
}
