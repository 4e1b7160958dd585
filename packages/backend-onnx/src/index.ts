import { registerOnnxBackend } from './backend/register.js';

export {
  type ExecutionProvider,
  type OnnxOptions,
  type OnnxStatistics,
  configureOnnx,
  onnxProblem,
  onnxStatistics,
} from './options.js';
export type { CompiledSteps, StepsOptions } from './steps/compiled-steps.js';
export { compileSteps } from './steps/compile.js';
export { CompileError } from './steps/compile-error.js';
export type { InputSpec } from './steps/traced.js';

registerOnnxBackend();
