import {
  type Tensor,
  engine,
  randomNormal,
  randomUniform,
  truncatedNormal,
  tidy,
} from '@tensorflow/tfjs-core';

import { Value } from '../graph/value.js';
import { CompileError } from './compile-error.js';

/** What TensorFlow.js draws from, in its standard form. */
const DISTRIBUTIONS = {
  randomUniform: (shape: number[], seed: number): Tensor => randomUniform(shape, 0, 1, 'float32', seed),
  randomNormal: (shape: number[], seed: number): Tensor => randomNormal(shape, 0, 1, 'float32', seed),
  truncatedNormal: (shape: number[], seed: number): Tensor => truncatedNormal(shape, 0, 1, 'float32', seed),
};

type DistributionName = keyof typeof DISTRIBUTIONS;

/** TensorFlow.js calls the scope of an operation so. */
const OPERATION = /^(.*)__op$/;

/** What TensorFlow.js takes its seeds from. */
export const unseeded = (): number => Math.random();

/** A draw that a traced function makes, to be made anew in each of its runs. */
export interface Draw {
  /** Where it goes into the graph. */
  readonly value: Value;
  /** What the function would have drawn, were it run with this number from Math.random. */
  draw(seed: number): Float32Array;
}

/**
 * Finds what a function draws at random while it is traced.
 *
 * TensorFlow.js makes a draw in JavaScript: it takes one number from Math.random as the seed of a generator, fills an
 * array, and makes a tensor of it. Here that tensor becomes an input of the graph. Its distribution is known by the
 * operation, and loc and scale by comparing what was drawn with the standard distribution under the same seed.
 */
export class Draws {
  /** One for each number that the function takes from Math.random, in order. */
  readonly made: Draw[] = [];
  private pending: { readonly name: DistributionName; readonly seed: number } | undefined;

  /**
   * @param tensorOf makes the tensor of a value.
   * @returns what ends it.
   */
  watch(tensorOf: (value: Value) => Tensor): () => void {
    const maker = engine();
    const { random } = Math;
    const makeTensor = maker.makeTensor.bind(maker);
    Math.random = () => this.seed();
    maker.makeTensor = (values, shape, dtype, backend) => {
      const drawn = this.pending;
      if (!drawn) return makeTensor(values, shape, dtype, backend);
      this.pending = undefined;
      const draw = drawAgain(drawn, values as ArrayLike<number>, shape, dtype);
      this.made.push(draw);
      return tensorOf(draw.value);
    };
    return () => {
      Math.random = random;
      maker.makeTensor = makeTensor;
    };
  }

  /** The same in each tracing, as what is compared must be. */
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
    `it draws from Math.random ${operation ? `in ${operation}` : 'itself'}, which a graph can't repeat: only ${Object.keys(DISTRIBUTIONS).join(', ')} are drawn anew for each step.`,
  );
}

function drawAgain(
  { name, seed }: { readonly name: DistributionName; readonly seed: number },
  values: ArrayLike<number>,
  shape: number[],
  dtype: string,
): Draw {
  const standard = (from: number): Float32Array =>
    // To TensorFlow.js a seed of 0 is none.
    tidy(() => DISTRIBUTIONS[name](shape, from || Number.MIN_VALUE).dataSync() as Float32Array);
  const affine = dtype === 'float32' ? fit(standard(seed), values) : undefined;
  if (!affine) throw new CompileError(`it draws ${values.length} numbers of type ${dtype} by ${name}.`);
  const [loc, scale] = affine;
  return {
    value: Value.open(undefined, shape, 'float32'),
    draw: (from) => standard(from).map((element) => loc + scale * element),
  };
}

/** Of a number that is held as a float32. */
const ROUNDING = 2 ** -22;

/** loc and scale with which drawn = loc + scale standard but for rounding; undefined where there are none. */
function fit(
  standard: Float32Array,
  drawn: ArrayLike<number>,
): readonly [loc: number, scale: number] | undefined {
  const [least, most] = [extreme(standard, -1), extreme(standard, 1)];
  // Of a single number only the standard distribution itself can be told.
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
