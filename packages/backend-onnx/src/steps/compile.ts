import { type TraceOptions, trace } from '@helmholtz/trace';
import { type Tensor, engine } from '@tensorflow/tfjs-core';

import { OnnxBackend } from '../backend/onnx-backend.js';
import { shapesOf } from '../lowering/shapes-of.js';
import { CompiledSteps } from './compiled-steps.js';

/**
 * Compiles a step: a function of tensors that assigns variables, such as a training step.
 *
 * Runs the function once, without computing anything. `run` then executes many steps in one native
 * call, without any call of TensorFlow.js.
 *
 * @throws Error if the current backend is not "onnx".
 * @throws CompileError if the step does something that a graph cannot repeat: it reads a tensor
 *   while it runs, uses a kernel without an ONNX form, or draws random numbers other than by
 *   `randomUniform`, `randomNormal` and `truncatedNormal`.
 *
 * @example
 * ```ts
 * import { compileSteps } from '@helmholtz/backend-onnx';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * await tf.setBackend('onnx');
 * const total = tf.variable(tf.scalar(0));
 * const steps = compileSteps(
 *   ([x = tf.scalar(0)]) => {
 *     total.assign(tf.add(total, x));
 *     return [tf.square(total)];
 *   },
 *   { perStep: [{ shape: [], type: 'float32' }] },
 * );
 * const [squares] = await steps.run(3, [Float32Array.of(1, 2, 3)]);
 * console.log(squares); // Float32Array(3) [ 1, 9, 36 ]
 * ```
 */
export function compileSteps(
  step: (inputs: Tensor[]) => readonly Tensor[],
  options: TraceOptions,
): CompiledSteps {
  const { backend } = engine();
  if (!(backend instanceof OnnxBackend)) {
    throw new Error('compileSteps needs the backend "onnx": await tf.setBackend(\'onnx\') first.');
  }
  backend.computeVariables();
  return new CompiledSteps(backend, trace(step, { shapesOf, ...options }), backend.executor.sessionOptions);
}
