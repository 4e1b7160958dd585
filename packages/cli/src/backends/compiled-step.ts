import { type CreateStep, compiledStep, createEagerStep } from '@helmholtz/core';

/**
 * What updates are done by on a backend: a compiled step where the backend compiles.
 *
 * @param explain is told, in one line, why a model's step can't be compiled.
 */
export async function createStepFor(backend: string, explain: (line: string) => void): Promise<CreateStep> {
  if (backend !== 'onnx') return createEagerStep;
  const { compileSteps } = await import('@helmholtz/backend-onnx');
  return compiledStep(compileSteps, explain);
}
