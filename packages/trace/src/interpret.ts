import type { KernelRunner, KnownTensor } from './kernel-runner.js';
import { callsOf } from './program.js';
import { type ElementData, type Value, mapInputs } from './value.js';

/**
 * Computes values call by call with the kernels of a TensorFlow.js backend. This is the simplest
 * reader of a program: slow, but correct if the kernels are.
 *
 * @param dataOf returns the data of an input.
 *
 * @example
 * ```ts
 * import { KernelRunner, Value, interpret } from '@helmholtz/trace';
 * import { backend } from '@tensorflow/tfjs-core';
 *
 * const x = Value.input({ shape: [2], type: 'float32' });
 * const y = Value.outputOf({ kernel: 'Neg', inputs: { x }, attributes: {}, scope: [] }, x);
 * console.log(interpret([y], new KernelRunner('cpu', backend()), () => Float32Array.of(1, 2)));
 * // [ Float32Array(2) [ -1, -2 ] ]
 * ```
 */
export function interpret(
  outputs: readonly Value[],
  kernels: KernelRunner,
  dataOf: (input: Value) => ElementData,
): ElementData[] {
  const computed = new Map<Value, ElementData>();
  const knownTensor = (value: Value): KnownTensor => {
    const data = computed.get(value) ?? value.data ?? dataOf(value);
    return { data, shape: value.shape, type: value.type };
  };
  for (const { kernel, inputs, attributes, outputs: callOutputs } of callsOf(outputs)) {
    const results = kernels.run(kernel, mapInputs(inputs, knownTensor), attributes);
    results.forEach(({ data }, index) => {
      const value = callOutputs[index];
      if (value) computed.set(value, data);
    });
  }
  return outputs.map((output) => knownTensor(output).data);
}
