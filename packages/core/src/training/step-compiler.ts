import type { Tensor } from '@tensorflow/tfjs-core';

export interface CompiledInput {
  readonly shape: readonly number[];
  readonly type: 'float32' | 'int32';
}

export type CompiledData = Float32Array | Int32Array;

/** A value, or a promise of it: engines on this thread return at once, others when they are done. */
export type Awaitable<Value> = Value | Promise<Value>;

/** A training step as a graph, without any call of TensorFlow.js left in it. */
export interface CompiledProgram {
  /**
   * Runs several steps in one execution and leaves the variables as the last step does.
   *
   * Await the result: some engines compute on another thread or device.
   *
   * @param perStep data of all steps, one after another: an array for each input that changes from step to step, then
   *   one for each number.
   * @param randomOf returns the `Math.random` of a step, for layers that draw random numbers. Default: `Math.random`.
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
