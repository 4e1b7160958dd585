import { itemAt } from '../graph/item-at.js';
import '@tensorflow/tfjs-backend-cpu';
// Registers the gradients too.
import '@tensorflow/tfjs-layers';
import {
  type Tensor,
  backend,
  engine,
  mul,
  setBackend,
  sum,
  tensor,
  valueAndGrads,
} from '@tensorflow/tfjs-core';
import type { ExecutionContext } from 'ava';

import type { OnnxBackend } from '../backend/onnx-backend.js';
import '../index.js';

/** Pseudo-random numbers in [-1, 1), the same in every run. */
export function noise(shape: readonly number[], seed = 1): Given {
  let state = seed * 2_654_435_761;
  const values = Array.from({ length: shape.reduce((size, length) => size * length, 1) }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x40000000 - 1;
  });
  return { shape, values };
}

/** Tensor that each backend creates anew. */
export interface Given {
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly dtype?: 'float32' | 'int32' | 'bool';
}

export interface Result {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: readonly number[];
}

type Compute = (...tensors: never[]) => Tensor | readonly Tensor[];

function results(given: readonly Given[], compute: Compute): Result[] {
  engine().startScope();
  try {
    const tensors = given.map(({ values, shape, dtype }) =>
      tensor([...values], [...shape], dtype ?? 'float32'),
    );
    const computed = compute(...(tensors as never[]));
    return (Array.isArray(computed) ? (computed as Tensor[]) : [computed as Tensor]).map((output) => ({
      shape: output.shape,
      dtype: output.dtype,
      values: [...output.dataSync()],
    }));
  } finally {
    engine().endScope();
  }
}

/** Result of a function of tensors on the cpu backend, in plain JavaScript. */
export async function onCpu(given: readonly Given[], compute: Compute): Promise<Result[]> {
  await setBackend('cpu');
  return results(given, compute);
}

/**
 * Result of a function of tensors with every graph compiled.
 *
 * @returns also the kernels that ran on the cpu kernels because this case has no native form.
 */
export async function natively(
  given: readonly Given[],
  compute: Compute,
): Promise<{ results: Result[]; onCpuKernels: readonly string[] }> {
  await setBackend('onnx');
  const onnx = backend() as OnnxBackend;
  onnx.executor.policy.mode = 'native';
  const before = { ...onnx.statistics.cpuKernels };
  const computed = results(given, compute);
  const onCpuKernels = Object.entries(onnx.statistics.cpuKernels)
    .filter(([name, count]) => count > (before[name] ?? 0))
    .map(([name]) => name);
  return { results: computed, onCpuKernels };
}

/**
 * Asserts that a function runs natively as a whole, with the results of the cpu backend except for
 * rounding.
 */
export async function assertAgrees(
  t: ExecutionContext,
  given: readonly Given[],
  compute: Compute,
  { tolerance = 1e-5, message = '' } = {},
): Promise<void> {
  const expected = await onCpu(given, compute);
  const { results: actual, onCpuKernels } = await natively(given, compute);
  t.deepEqual(onCpuKernels, [], `${message}: no native form`);
  t.deepEqual(
    actual.map(({ shape, dtype }) => ({ shape, dtype })),
    expected.map(({ shape, dtype }) => ({ shape, dtype })),
    message,
  );
  actual.forEach(({ values }, output) => {
    const wrong = values.findIndex(
      (value, index) => !isNear(value, itemAt(itemAt(expected, output).values, index), tolerance),
    );
    if (wrong < 0) return;
    t.fail(
      `${message}: output ${output} of shape [${itemAt(expected, output).shape.join()}], element ${wrong}: ${values[wrong]} natively, ${itemAt(expected, output).values[wrong]} on the cpu backend`,
    );
  });
}

function isNear(a: number, b: number, tolerance: number): boolean {
  return Object.is(a, b) || a === b || Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b));
}

/** Adds the gradients of a weighted sum of a function's outputs. Each output has its own weight. */
export function withGradients(compute: (...tensors: never[]) => Tensor): (...tensors: never[]) => Tensor[] {
  return (...tensors) => {
    const { grads } = valueAndGrads((...inputs: Tensor[]) => {
      const output = compute(...(inputs as never[]));
      const { shape, values } = noise(output.shape, 99);
      return sum(mul(output, tensor([...values], [...shape])));
    })(tensors);
    return [compute(...tensors), ...grads];
  };
}
