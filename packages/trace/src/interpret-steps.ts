import { tensor, tidy } from '@tensorflow/tfjs-core';

import { drawnFor } from './draws.js';
import { interpret } from './interpret.js';
import type { KernelRunner } from './kernel-runner.js';
import type { Program } from './program.js';
import { type ElementData, type Value, sizeOf, typed } from './value.js';

/**
 * Runs several steps of a program call by call, and leaves the variables as the last step does. It
 * specifies what an engine must do. Tests compare engines with it.
 *
 * @param perStep data of all steps, one after another: an array for each of `program.perStep`, then
 *   one for each of `program.numbers`.
 * @param randomOf returns the `Math.random` of a step; `Math.random` by default.
 * @returns the outputs of each step.
 *
 * @example
 * ```ts
 * import { KernelRunner, interpretSteps, trace } from '@helmholtz/trace';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * const weight = tf.variable(tf.scalar(3));
 * const program = trace(
 *   ([x]) => {
 *     weight.assign(tf.mul(weight, x!));
 *     return [tf.square(weight)];
 *   },
 *   { perStep: [{ shape: [], type: 'float32' }] },
 * );
 * const kernels = new KernelRunner('cpu', tf.backend());
 * const outputs = interpretSteps(program, kernels, 2, [Float32Array.of(2, 5)]);
 * console.log(outputs.map(([square]) => square?.[0]), weight.dataSync()[0]); // [ 36, 900 ] 30
 * ```
 */
export function interpretSteps(
  program: Program,
  kernels: KernelRunner,
  steps: number,
  perStep: readonly ElementData[],
  randomOf?: (step: number) => () => number,
): ElementData[][] {
  const { draws, state, unchanged, constants, outputs, condition } = program;
  const changing = [...program.perStep, ...program.numbers, ...draws.map(({ value }) => value)];
  const data = [...perStep, ...drawnFor(draws, new Set(changing), steps, randomOf)];
  const dataByValue = new Map<Value, ElementData>(constants.map((given) => [given.value, given.data]));
  for (const { variable, before } of [...state, ...unchanged]) {
    dataByValue.set(before, typed(variable.dataSync(), before.type));
  }
  const collected: ElementData[][] = [];
  for (let step = 0; step < steps; step++) {
    changing.forEach((value, index) => {
      const size = sizeOf(value.shape);
      dataByValue.set(value, required(data[index]).subarray(step * size, (step + 1) * size));
    });
    const results = interpret([...state.map(({ after }) => after), ...outputs], kernels, (input) =>
      required(dataByValue.get(input)),
    );
    const stepOutputs = results.slice(state.length);
    collected.push(stepOutputs);
    const updates =
      condition === undefined || Number(required(stepOutputs[outputs.indexOf(condition)])[0]) > 0;
    if (updates) state.forEach(({ before }, index) => dataByValue.set(before, required(results[index])));
  }
  for (const { variable, before } of state) {
    tidy(() => variable.assign(tensor(required(dataByValue.get(before)), variable.shape, variable.dtype)));
  }
  return collected;
}

function required<Item>(item: Item | undefined): Item {
  if (item === undefined) throw new Error('Data of an input are missing.');
  return item;
}
