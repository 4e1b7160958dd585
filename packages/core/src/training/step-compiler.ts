import type { Tensor } from '@tensorflow/tfjs-core';

export interface CompiledInput {
  readonly shape: readonly number[];
  readonly type: 'float32' | 'int32';
}

export type CompiledData = Float32Array | Int32Array;

/** Value, or a promise of it. Engines on this thread return at once. */
export type Awaitable<Value> = Value | Promise<Value>;

/** Training step as a graph, without calls of TensorFlow.js. */
export interface CompiledProgram {
  /**
   * Runs several steps in one execution. Variables are those after the last step.
   *
   * Await the result: some engines compute on another thread or device.
   *
   * @param perStep data of all steps, one after another: an array for each input that changes from
   *   step to step, then one for each number.
   * @param randomOf returns the `Math.random` of a step, for layers that draw random numbers;
   *   `Math.random` by default.
   * @returns the outputs of the step, each with the data of all steps, one after another.
   */
  run(
    steps: number,
    perStep: readonly CompiledData[],
    randomOf?: (step: number) => () => number,
  ): Awaitable<readonly ArrayLike<number>[]>;
  dispose(): void;
}

/**
 * Compiles a function of tensors that changes variables. `compileSteps` of
 * `@helmholtz/backend-onnx` is one.
 *
 * It throws an error named `CompileError` if the function can't be repeated as a graph.
 */
export type StepCompiler = (
  step: (inputs: Tensor[]) => readonly Tensor[],
  options: {
    readonly perStep: readonly CompiledInput[];
    readonly constant: readonly (CompiledInput & { readonly data: CompiledData })[];
    /** Plain numbers that differ from step to step, with their values during tracing. */
    readonly numbers: readonly number[];
    /**
     * Whether the last output of the step is 1 to keep its changes of variables, and 0 to discard
     * them.
     */
    readonly conditional?: boolean;
  },
) => CompiledProgram;
