import { type KernelBackend, engine, getKernelsForBackend, registerKernel } from '@tensorflow/tfjs-core';

import { KernelRunner } from './kernel-runner.js';
import { shapeRules } from './shapes/index.js';
import type { ShapesOf } from './shapes/rule.js';
import { TraceBackend } from './trace-backend.js';
import type { ElementData, TensorSpec, Value } from './value.js';

const NAME = 'helmholtz-trace';
const registered = new Set<string>();

/**
 * The engine's current backend, which TensorFlow.js sets without delay only through these fields.
 */
interface CurrentBackend {
  backendName: string;
  backendInstance: KernelBackend;
}

/**
 * Makes a new trace backend the current backend of TensorFlow.js.
 *
 * @param constant makes the value of a constant.
 * @param shapesOf shapes of kernels without a rule.
 * @returns the backend, and a function that sets the backend of before.
 */
export function enterTraceBackend(
  constant: (data: ElementData, spec: TensorSpec) => Value,
  shapesOf?: ShapesOf,
): {
  readonly backend: TraceBackend;
  readonly leave: () => void;
} {
  const current = engine() as unknown as CurrentBackend;
  const before = { backendInstance: engine().backend, backendName: engine().backendName };
  for (const kernel of Object.keys(shapeRules)) register(kernel);
  for (const { kernelName } of getKernelsForBackend(before.backendName)) register(kernelName);
  const kernels = new KernelRunner(before.backendName, before.backendInstance);
  const backend = new TraceBackend(kernels, constant, shapesOf);
  Object.assign(current, { backendName: NAME, backendInstance: backend });
  return { backend, leave: () => void Object.assign(current, before) };
}

function register(kernelName: string): void {
  if (registered.has(kernelName)) return;
  registered.add(kernelName);
  registerKernel({
    kernelName,
    backendName: NAME,
    kernelFunc: ({ inputs, backend, attrs }) =>
      (backend as TraceBackend).record(kernelName, inputs, attrs ?? {}),
  });
}
