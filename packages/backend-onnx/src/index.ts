import { registerOnnxBackend } from './backend/register.js';

export {
  type ExecutionProvider,
  type OnnxOptions,
  type OnnxStatistics,
  configureOnnx,
  onnxProblem,
  onnxStatistics,
} from './options.js';
export type { CompiledSteps } from './steps/compiled-steps.js';
export { compileSteps } from './steps/compile.js';
export { CompileError, type TensorSpec, type TraceOptions } from '@helmholtz/trace';

registerOnnxBackend();
