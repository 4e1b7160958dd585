import type { KernelRunner, KnownTensor } from './kernel-runner.js';
import { callsOf } from './program.js';
import { type ElementData, type Value, mapInputs } from './value.js';

/**
 * Computes values call by call, with the kernels of a TensorFlow.js backend.
 *
 * It is the simplest reader of a program: slow, and right wherever the kernels are.
 *
 * @param dataOf returns the data of an input.
 */
export function interpret(
  outputs: readonly Value[],
  kernels: KernelRunner,
  dataOf: (input: Value) => ElementData,
): ElementData[] {
  const computed = new Map<Value, ElementData>();
  const known = (value: Value): KnownTensor => {
    const data = computed.get(value) ?? value.data ?? dataOf(value);
    return { data, shape: value.shape, type: value.type };
  };
  for (const { kernel, inputs, attributes, outputs: made } of callsOf(outputs)) {
    const results = kernels.run(kernel, mapInputs(inputs, known), attributes);
    results.forEach(({ data }, index) => {
      const value = made[index];
      if (value) computed.set(value, data);
    });
  }
  return outputs.map((output) => known(output).data);
}
