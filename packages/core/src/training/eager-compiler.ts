import { type Tensor, dispose, tensor, tidy } from '@tensorflow/tfjs-core';

import { sizeOf } from './dataset.js';
import type { CompiledProgram, StepCompiler } from './step-compiler.js';

/** No compiler: a step is run by TensorFlow.js, a kernel at a time, on whatever backend is set. */
export const eagerCompiler: StepCompiler = (step, { perStep, constant }): CompiledProgram => ({
  run(steps, data) {
    const collected: number[][] = [];
    for (let index = 0; index < steps; index++) {
      const outputs = tidy(() => {
        const inputs = perStep.map(({ shape, type }, input): Tensor => {
          const size = sizeOf(shape);
          return tensor(data[input]!.slice(index * size, (index + 1) * size), [...shape], type);
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
 * Compiles what can be compiled, and runs the rest a kernel at a time.
 *
 * @param explain is told, in one line, why something can't be compiled.
 */
export function compilerWithFallback(compile: StepCompiler, explain: (line: string) => void): StepCompiler {
  return (step, options) => {
    try {
      return compile(step, options);
    } catch (error) {
      if (!(error instanceof Error && error.name === 'CompileError')) throw error;
      explain(`What is evaluated is not compiled, and so slower: ${error.message}`);
      return eagerCompiler(step, options);
    }
  };
}
