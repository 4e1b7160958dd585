import {
  type KernelBackend,
  type KernelFunc,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  Tensor,
  type TensorInfo,
  getKernel,
} from '@tensorflow/tfjs-core';

import {
  type ElementData,
  type ElementType,
  type Inputs,
  type TensorSpec,
  mapInputs,
  typed,
} from './value.js';

/** Tensor with its data. */
export interface KnownTensor extends TensorSpec {
  readonly data: ElementData;
}

/**
 * Runs the kernels of a TensorFlow.js backend directly, without gradients, scopes or a current
 * backend.
 *
 * @example
 * ```ts
 * import { KernelRunner } from '@helmholtz/trace';
 * import { backend } from '@tensorflow/tfjs-core';
 *
 * const kernels = new KernelRunner('cpu', backend());
 * const x = { data: Float32Array.of(1, 4), shape: [2], type: 'float32' } as const;
 * console.log(kernels.run('Sqrt', { x }, {})[0]?.data); // Float32Array(2) [ 1, 2 ]
 * ```
 */
export class KernelRunner {
  constructor(
    private readonly backendName: string,
    private readonly backend: KernelBackend,
  ) {}

  has(kernel: string): boolean {
    return this.find(kernel) !== undefined;
  }

  /**
   * Runs a kernel.
   *
   * @throws Error if the backend has no such kernel.
   */
  run(
    kernel: string,
    inputs: Inputs<KnownTensor>,
    attributes: Readonly<Record<string, unknown>>,
  ): KnownTensor[] {
    const run = this.find(kernel);
    if (!run) throw new Error(`The backend "${this.backendName}" has no kernel ${kernel}.`);
    const call = kernel === 'Fill' ? fill(inputs, attributes) : { inputs, attributes };
    const tensorInfos = mapInputs(call.inputs, (tensor) => this.written(tensor));
    const results = [
      run({
        inputs: tensorInfos as NamedTensorInfoMap,
        attrs: call.attributes as NamedAttrMap,
        backend: this.backend,
      }),
    ].flat();
    const outputs = results.map(({ dataId, shape, dtype }): KnownTensor => {
      const type = dtype as ElementType;
      const data = typed(this.backend.readSync(dataId) as ElementData, type);
      return { data: data.slice(), shape, type };
    });
    for (const tensor of [...results, ...Object.values<TensorInfo>(tensorInfos)]) this.dispose(tensor);
    return outputs;
  }

  private find(kernel: string): KernelFunc | undefined {
    // The type in TensorFlow.js promises a kernel for every name.
    const config = getKernel(kernel, this.backendName) as { kernelFunc: KernelFunc } | undefined;
    return config?.kernelFunc;
  }

  /**
   * A copy, because some kernels write into an input. Some kernels ask for the rank, which only
   * tensors have.
   */
  private written({ data, shape, type }: KnownTensor): TensorInfo & { readonly rank: number } {
    const dataId = this.backend.write(data.slice(), [...shape], type);
    return { dataId, shape: [...shape], dtype: type, rank: shape.length };
  }

  /** A few kernels return tensors that the engine tracks, and not only their description. */
  private dispose(tensor: TensorInfo): void {
    if (tensor instanceof Tensor) tensor.dispose();
    else this.backend.disposeData(tensor.dataId);
  }
}

/** In TensorFlow.js the number that `Fill` repeats is an attribute. */
function fill(
  inputs: Inputs<KnownTensor>,
  attributes: Readonly<Record<string, unknown>>,
): { inputs: Inputs<KnownTensor>; attributes: Readonly<Record<string, unknown>> } {
  const [value] = Object.values<KnownTensor>(inputs);
  return { inputs: {}, attributes: { ...attributes, value: value?.data[0], dtype: value?.type } };
}
