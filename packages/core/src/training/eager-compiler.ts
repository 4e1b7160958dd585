import { itemAt } from '@helmholtz/base';
import { type Tensor, dispose, tensor, tidy } from '@tensorflow/tfjs-core';

import { sizeOf } from './dataset.js';
import type { CompiledProgram, StepCompiler } from './step-compiler.js';

/**
 * Compiler that compiles nothing. TensorFlow.js runs the step one kernel at a time on the current
 * backend.
 *
 * @example
 * ```ts
 * import { eagerCompiler } from '@helmholtz/core';
 * import { mul } from '@tensorflow/tfjs-core';
 *
 * const x = { shape: [2], type: 'float32' } as const;
 * const options = { perStep: [x], constant: [], numbers: [] };
 * const program = eagerCompiler(([batch]) => [mul(batch!, 10)], options);
 * console.log(await program.run(2, [Float32Array.of(1, 2, 3, 4)])); // [ [ 10, 20, 30, 40 ] ]
 * ```
 */
export const eagerCompiler: StepCompiler = (step, { perStep, constant }): CompiledProgram => ({
  run(steps, data) {
    const collected: number[][] = [];
    for (let index = 0; index < steps; index++) {
      const outputs = tidy(() => {
        const inputs = perStep.map(({ shape, type }, input): Tensor => {
          const size = sizeOf(shape);
          return tensor(itemAt(data, input).slice(index * size, (index + 1) * size), [...shape], type);
        });
        return [
          ...step([...inputs, ...constant.map((kept) => tensor(kept.data, [...kept.shape], kept.type))]),
        ];
      });
      outputs.forEach((output, which) => {
        const values = (collected[which] ??= []);
        for (const value of output.dataSync()) values.push(value);
      });
      dispose(outputs);
    }
    return collected;
  },
  dispose() {
    // Nothing outlives a run.
  },
});

/**
 * Returns a compiler that falls back to eager execution if a step can't be compiled.
 *
 * @param explain receives the reason as one line.
 *
 * @example
 * ```ts
 * import { compileSteps } from '@helmholtz/backend-onnx';
 * import { compilerWithFallback, estimateNll } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 * import { setBackend } from '@tensorflow/tfjs-core';
 *
 * await setBackend('onnx');
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1]] });
 * const compile = compilerWithFallback(compileSteps, console.warn);
 * const model = buildModel(defaultSpec('vae', [4]));
 * const estimate = await estimateNll(model, { data, samples: 10, seed: 0, compile });
 * console.log(estimate?.samples); // 10
 * ```
 */
export function compilerWithFallback(compile: StepCompiler, explain: (line: string) => void): StepCompiler {
  return (step, options) => {
    try {
      return compile(step, options);
    } catch (error) {
      if (!(error instanceof Error && error.name === 'CompileError')) throw error;
      explain(`The evaluation is not compiled, and so slower: ${error.message}`);
      return eagerCompiler(step, options);
    }
  };
}
