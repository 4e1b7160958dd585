import { type Tensor, engine } from '@tensorflow/tfjs-core';

import { OnnxBackend } from '../backend/onnx-backend.js';
import { CompiledSteps, type StepsOptions } from './compiled-steps.js';

/**
 * Compiles a step: a function of tensors that changes variables, as a training step does.
 *
 * It is run once, without computing anything, and from then on its graph is run directly: no TensorFlow.js call is left,
 * and many steps go into one native execution.
 *
 * @throws Error where the backend "onnx" is not set.
 * @throws CompileError where the step does what a graph can't repeat: it reads a tensor while it runs, or draws from
 *   Math.random by other than TensorFlow.js' uniform and normal distributions.
 */
export function compileSteps(
  step: (inputs: Tensor[]) => readonly Tensor[],
  options: StepsOptions,
): CompiledSteps {
  const { backend } = engine();
  if (backend instanceof OnnxBackend)
    return new CompiledSteps(backend, step, options, backend.executor.sessionOptions);
  throw new Error('Only the backend "onnx" compiles steps: await tf.setBackend(\'onnx\') first.');
}
