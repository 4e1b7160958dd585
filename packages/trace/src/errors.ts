/**
 * Error of a step that can't be compiled, because a graph that is traced once could not repeat it.
 *
 * @example
 * ```ts
 * import { CompileError, trace } from '@helmholtz/trace';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * try {
 *   // Reading the input makes the step depend on data that the trace does not have.
 *   trace(([x]) => [scalar(x!.dataSync()[0]!)], { perStep: [{ shape: [], type: 'float32' }] });
 * } catch (error) {
 *   console.log(error instanceof CompileError); // true
 * }
 * ```
 */
export class CompileError extends Error {
  override readonly name = 'CompileError';
}
