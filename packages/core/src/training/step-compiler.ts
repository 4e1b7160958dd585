import type { Tensor } from '@tensorflow/tfjs-core';

export interface CompiledInput {
  readonly shape: readonly number[];
  readonly type: 'float32' | 'int32';
}

export type CompiledData = Float32Array | Int32Array;

/** A step as a graph, with no call of TensorFlow.js left in it. */
export interface CompiledProgram {
  /**
   * Runs several steps in one execution, and leaves the variables as the last one does.
   *
   * @param perStep for each input that differs from step to step, and then each number, the data of all steps one after
   *   another.
   * @param randomOf what Math.random is to each of the steps, for layers that draw themselves; Math.random unless given.
   * @returns what the step yields, the data of all steps one after another.
   */
  run(
    steps: number,
    perStep: readonly CompiledData[],
    randomOf?: (step: number) => () => number,
  ): readonly ArrayLike<number>[];
  dispose(): void;
}

/**
 * Compiles a function of tensors that changes variables; `compileSteps` of `@helmholtz/backend-onnx` is one.
 *
 * It throws an error called `CompileError` where the function does what can't be repeated as a graph.
 */
export type StepCompiler = (
  step: (inputs: Tensor[]) => readonly Tensor[],
  options: {
    readonly perStep: readonly CompiledInput[];
    readonly constant: readonly (CompiledInput & { readonly data: CompiledData })[];
    /** Plain numbers that differ from step to step: the values that they have while the function is traced. */
    readonly numbers: readonly number[];
    /** Whether the last of what the step yields is 1 where its changes are meant, and 0 where nothing is to change. */
    readonly conditional?: boolean;
  },
) => CompiledProgram;
