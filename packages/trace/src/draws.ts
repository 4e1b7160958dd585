import {
  type Tensor,
  engine,
  randomNormal,
  randomUniform,
  truncatedNormal,
  tidy,
} from '@tensorflow/tfjs-core';

import { CompileError } from './errors.js';
import { Value } from './value.js';

/** Distributions that TensorFlow.js can draw from, in standard form. */
const DISTRIBUTIONS = {
  randomUniform: (shape: number[], seed: number): Tensor => randomUniform(shape, 0, 1, 'float32', seed),
  randomNormal: (shape: number[], seed: number): Tensor => randomNormal(shape, 0, 1, 'float32', seed),
  truncatedNormal: (shape: number[], seed: number): Tensor => truncatedNormal(shape, 0, 1, 'float32', seed),
};

type DistributionName = keyof typeof DISTRIBUTIONS;

/** TensorFlow.js names the scope of an operation so. */
const OPERATION = /^(.*)__op$/;

/** Where TensorFlow.js takes its seeds from. */
const unseeded = (): number => Math.random();

/** A random draw of a traced function; each step of a run draws anew. */
export interface Draw {
  /** The input of the program that takes the numbers. */
  readonly value: Value;
  /** Returns the numbers that the function draws when `Math.random` returns `seed`. */
  draw(seed: number): Float32Array;
}

/**
 * Finds the random draws of a function while it is traced.
 *
 * TensorFlow.js draws in JavaScript: it takes one number from `Math.random` as the seed of a
 * generator, fills an array and makes a tensor of it. Here that tensor becomes an input of the
 * program. The name of the operation gives the distribution. Comparing the numbers with the
 * standard distribution under the same seed gives loc and scale.
 */
export class Draws {
  /** One draw for each number that the function takes from `Math.random`, in order. */
  readonly made: Draw[] = [];
  private pending: { readonly name: DistributionName; readonly seed: number } | undefined;

  /**
   * Starts to watch.
   *
   * @param tensorOf makes the tensor of a value.
   * @returns a function that stops watching.
   */
  watch(tensorOf: (value: Value) => Tensor): () => void {
    const maker = engine();
    const { random } = Math;
    const makeTensor = maker.makeTensor.bind(maker);
    Math.random = () => this.seed();
    maker.makeTensor = (values, shape, dtype, backend) => {
      const { pending } = this;
      if (!pending) return makeTensor(values, shape, dtype, backend);
      this.pending = undefined;
      const draw = drawAgain(pending, values as ArrayLike<number>, shape, dtype);
      this.made.push(draw);
      return tensorOf(draw.value);
    };
    return () => {
      Math.random = random;
      maker.makeTensor = makeTensor;
    };
  }

  /** The same seeds in each trace, because the draws are compared with others. */
  private seed(): number {
    const seed = 1 / (2 + this.made.length);
    const operation = OPERATION.exec(engine().state.activeScope.name)?.[1] ?? '';
    if (!(operation in DISTRIBUTIONS) || this.pending) throw unrepeatable(operation);
    this.pending = { name: operation as DistributionName, seed };
    return seed;
  }
}

function unrepeatable(operation: string): CompileError {
  return new CompileError(
    `it draws from Math.random ${operation ? `in ${operation}` : 'itself'}, which a graph cannot repeat. Draw with ${Object.keys(DISTRIBUTIONS).join(', ')}.`,
  );
}

function drawAgain(
  { name, seed }: { readonly name: DistributionName; readonly seed: number },
  values: ArrayLike<number>,
  shape: number[],
  dtype: string,
): Draw {
  const standard = (from: number): Float32Array =>
    // TensorFlow.js takes a seed of 0 for no seed.
    tidy(() => DISTRIBUTIONS[name](shape, from || Number.MIN_VALUE).dataSync() as Float32Array);
  const affine = dtype === 'float32' ? fitLocAndScale(standard(seed), values) : undefined;
  if (!affine) {
    throw new CompileError(
      `it draws ${values.length} numbers of type ${dtype} by ${name}, which a graph cannot repeat. Draw float32 numbers.`,
    );
  }
  const [loc, scale] = affine;
  return {
    value: Value.input({ shape, type: 'float32' }),
    draw: (from) => standard(from).map((element) => loc + scale * element),
  };
}

/** Relative rounding of float32 numbers, with some room. */
const ROUNDING = 2 ** -22;

/**
 * Finds loc and scale with drawn = loc + scale standard, except for rounding; undefined if there
 * are none.
 */
function fitLocAndScale(
  standard: Float32Array,
  drawn: ArrayLike<number>,
): readonly [loc: number, scale: number] | undefined {
  const [least, most] = [extreme(standard, -1), extreme(standard, 1)];
  // A single number can only be recognised as a draw from the standard distribution.
  const scale = least === most ? 1 : (drawn[most]! - drawn[least]!) / (standard[most]! - standard[least]!);
  const loc = drawn[least]! - scale * standard[least]!;
  if (least === most && loc !== 0) return undefined;
  const size =
    Math.abs(loc) + Math.abs(scale) * Math.max(Math.abs(standard[least]!), Math.abs(standard[most]!));
  const fits = standard.every(
    (element, index) => Math.abs(loc + scale * element - drawn[index]!) <= ROUNDING * size,
  );
  return fits ? [loc, scale] : undefined;
}

function extreme(values: Float32Array, sign: 1 | -1): number {
  return values.reduce((best, value, index) => (sign * value > sign * values[best]! ? index : best), 0);
}

/**
 * Draws the random numbers of several steps.
 *
 * @param used draws that are wanted. The other draws take a number from `Math.random` too, as in an
 *   uncompiled step.
 * @param randomOf returns the `Math.random` of a step.
 * @returns an array for each wanted draw, with the numbers of all steps one after another.
 *
 * @example
 * ```ts
 * import { drawnFor, trace } from '@helmholtz/trace';
 * import { randomUniform } from '@tensorflow/tfjs-core';
 *
 * const { draws } = trace(() => [randomUniform([2])], { perStep: [] });
 * const [numbers] = drawnFor(draws, new Set(draws.map(({ value }) => value)), 3);
 * console.log(numbers?.length); // 6
 * ```
 */
export function drawnFor(
  draws: readonly Draw[],
  used: ReadonlySet<Value>,
  steps: number,
  randomOf: (step: number) => () => number = () => unseeded,
): Float32Array[] {
  const usedDraws = draws
    .filter(({ value }) => used.has(value))
    .map((draw) => ({ draw, all: new Float32Array(steps * draw.value.size) }));
  if (usedDraws.length === 0) return [];
  for (let step = 0; step < steps; step++) {
    const random = randomOf(step);
    const seeds = new Map(draws.map((draw) => [draw, random()]));
    for (const { draw, all } of usedDraws) all.set(draw.draw(seeds.get(draw) ?? 0), step * draw.value.size);
  }
  return usedDraws.map(({ all }) => all);
}
