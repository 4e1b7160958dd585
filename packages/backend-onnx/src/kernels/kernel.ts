import type { NamedAttrMap } from '@tensorflow/tfjs-core';

import type { Value } from '../graph/value.js';

/** Values of a kernel's inputs, by the names of TensorFlow.js. */
export type Lowered<Inputs extends object> = { readonly [Name in keyof Inputs]: Value };

/** Kernel of TensorFlow.js written with ONNX operators. */
export interface Kernel {
  readonly name: string;
  /**
   * Native cases, if some have no ONNX form, for the documentation. Complex numbers, strings and
   * tensors without elements never have one.
   */
  readonly cases?: string | undefined;
  /**
   * Returns the operators that compute the kernel's outputs. Nothing is computed yet.
   *
   * Returns undefined if a case has no ONNX form, such as an unsupported type. It then runs on the
   * cpu kernels.
   */
  readonly lower: (
    inputs: Readonly<Record<string, Value>>,
    attributes: NamedAttrMap,
  ) => Value | readonly Value[] | undefined;
}

/** Name of a kernel, with its native cases if it is not always native. */
export type KernelName = string | Pick<Kernel, 'name' | 'cases'>;

/** Defines a kernel with the types that TensorFlow.js gives its inputs and attributes. */
export function kernel<Inputs extends object, Attributes extends object = object>(
  name: KernelName,
  lower: (inputs: Lowered<Inputs>, attributes: Attributes) => Value | readonly Value[] | undefined,
): Kernel {
  return {
    ...named(name),
    lower: (inputs, attributes) =>
      lower(inputs as unknown as Lowered<Inputs>, attributes as unknown as Attributes),
  };
}

/** Defines a kernel with any number of inputs. */
export function variadicKernel<Attributes extends object = object>(
  name: KernelName,
  lower: (inputs: readonly Value[], attributes: Attributes) => Value | readonly Value[] | undefined,
): Kernel {
  return {
    ...named(name),
    lower: (inputs, attributes) => lower(Object.values(inputs), attributes as unknown as Attributes),
  };
}

function named(name: KernelName): Pick<Kernel, 'name' | 'cases'> {
  return typeof name === 'string' ? { name } : name;
}
