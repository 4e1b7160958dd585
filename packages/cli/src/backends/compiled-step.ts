import {
  compiledStep,
  compilerWithFallback,
  createEagerStep,
  type CreateStep,
  eagerCompiler,
  type StepCompiler,
} from '@helmholtz/core';

/**
 * What updates are done by on a backend: a compiled step where the backend compiles.
 *
 * @param explain is told, in one line, why a model's step can't be compiled.
 */
export async function createStepFor(backend: string, explain: (line: string) => void): Promise<CreateStep> {
  if (backend !== 'onnx') return createEagerStep;
  const { compileSteps, configureOnnx } = await import('@helmholtz/backend-onnx');
  return compiledStep(compileSteps, (line) => {
    explain(line);
    // A kernel at a time it would compile what has come often enough: a run that is gone on with has run less by then,
    // and would have other last bits.
    configureOnnx({ mode: 'native' });
  });
}

/** What compiles everything else on a backend: nothing does where the backend compiles nothing. */
export async function compilerFor(backend: string, explain: (line: string) => void): Promise<StepCompiler> {
  if (backend !== 'onnx') return eagerCompiler;
  const { compileSteps } = await import('@helmholtz/backend-onnx');
  return compilerWithFallback(compileSteps, explain);
}
