import {
  compiledStep,
  compilerWithFallback,
  createEagerStep,
  type CreateStep,
  eagerCompiler,
  type StepCompiler,
} from '@helmholtz/core';

/**
 * Returns the function that creates training steps on a backend: compiled steps on onnx, eager
 * steps on others.
 *
 * @param explain receives the reason in one line if a model's step can't be compiled.
 */
export async function createStepFor(backend: string, explain: (line: string) => void): Promise<CreateStep> {
  if (backend !== 'onnx') return createEagerStep;
  const { compileSteps, configureOnnx } = await import('@helmholtz/backend-onnx');
  return compiledStep(compileSteps, (line) => {
    explain(line);
    // Otherwise onnx compiles frequent kernels after a while. A resumed run would compile them
    // later, and its results would differ in the last bits.
    configureOnnx({ mode: 'native' });
  });
}

/**
 * Returns the compiler of evaluation and generation on a backend; the eager one on all but onnx.
 */
export async function compilerFor(backend: string, explain: (line: string) => void): Promise<StepCompiler> {
  if (backend !== 'onnx') return eagerCompiler;
  const { compileSteps } = await import('@helmholtz/backend-onnx');
  return compilerWithFallback(compileSteps, explain);
}
