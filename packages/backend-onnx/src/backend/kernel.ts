import type { NamedAttrMap } from '@tensorflow/tfjs-core';

import type { Value } from '../graph/value.js';

/** The values that a kernel is given, under the names of its TensorFlow.js inputs. */
export type Lowered<Inputs extends object> = { readonly [Name in keyof Inputs]: Value };

/** A kernel of TensorFlow.js, written with ONNX operators. */
export interface Kernel {
  readonly name: string;
  /**
   * The operators that compute the kernel's outputs; nothing is computed yet.
   *
   * Undefined where this case has none (a type that ONNX Runtime does not know, say): it then runs on the cpu kernels.
   */
  readonly lower: (
    inputs: Readonly<Record<string, Value>>,
    attributes: NamedAttrMap,
  ) => Value | readonly Value[] | undefined;
}

/** A kernel with the types that TensorFlow.js gives its inputs and attributes. */
export function kernel<Inputs extends object, Attributes extends object = object>(
  name: string,
  lower: (inputs: Lowered<Inputs>, attributes: Attributes) => Value | readonly Value[] | undefined,
): Kernel {
  return {
    name,
    lower: (inputs, attributes) =>
      lower(inputs as unknown as Lowered<Inputs>, attributes as unknown as Attributes),
  };
}

/** A kernel of any number of inputs, which TensorFlow.js numbers. */
export function variadicKernel<Attributes extends object = object>(
  name: string,
  lower: (inputs: readonly Value[], attributes: Attributes) => Value | readonly Value[] | undefined,
): Kernel {
  return {
    name,
    lower: (inputs, attributes) => lower(Object.values(inputs), attributes as unknown as Attributes),
  };
}
