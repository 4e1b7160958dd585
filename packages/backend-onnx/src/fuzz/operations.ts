import * as tf from '@tensorflow/tfjs-core';

/** Makes choices from the next numbers of a program. */
export interface Choice {
  of<T>(things: readonly T[]): T;
  /** A whole number from 0 up to but not including a limit. */
  below(limit: number): number;
}

export interface Operation {
  readonly name: string;
  /** Undefined where the operands don't suit it. */
  readonly apply: (
    operands: readonly [tf.Tensor, tf.Tensor, tf.Tensor],
    choice: Choice,
  ) => tf.Tensor | readonly tf.Tensor[] | undefined;
  /**
   * `exact`: exact inputs give exact results. `smooth`: the result is rounded, and does not enlarge
   * rounding errors of the inputs. `jump` (exact) and `steep` (rounded) may enlarge rounding errors
   * without bound, so they get only exact inputs.
   */
  readonly kind: 'exact' | 'jump' | 'smooth' | 'steep';
  /**
   * Inputs must be finite, without infinities and NaN: the cpu kernels are themselves at odds
   * with IEEE 754.
   */
  readonly finite?: boolean;
  /** Distinguishes 0 from -0, where backends differ: computed zeros are not allowed as inputs. */
  readonly poles?: boolean;
}

const numeric = (x: tf.Tensor): boolean => x.dtype !== 'bool';
const float = (x: tf.Tensor): boolean => x.dtype === 'float32';

type Options = Pick<Operation, 'finite' | 'poles'>;
type Unary = (x: tf.Tensor) => tf.Tensor;
type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

/** An operation for each function of a table, all applied in one way. */
const operations = <Run>(
  kind: Operation['kind'],
  functions: Readonly<Record<string, Run>>,
  apply: (run: Run, ...given: Parameters<Operation['apply']>) => ReturnType<Operation['apply']>,
  options: Options = {},
): Operation[] =>
  Object.entries(functions).map(([name, run]) => ({
    name,
    kind,
    ...options,
    apply: (...given) => apply(run, ...given),
  }));

const unary = (
  kind: Operation['kind'],
  suits: (x: tf.Tensor) => boolean,
  functions: Record<string, Unary>,
  options?: Options,
): Operation[] => operations(kind, functions, (run, [x]) => (suits(x) ? run(x) : undefined), options);

function broadcasts({ shape: a }: tf.Tensor, { shape: b }: tf.Tensor): boolean {
  try {
    tf.backend_util.assertAndGetBroadcastShape(a, b);
    return true;
  } catch {
    return false;
  }
}

const binary = (
  kind: Operation['kind'],
  suits: (x: tf.Tensor) => boolean,
  functions: Record<string, Binary>,
  options?: Options,
): Operation[] => {
  const suit = (a: tf.Tensor, b: tf.Tensor): boolean =>
    suits(a) && suits(b) && a.dtype === b.dtype && broadcasts(a, b);
  return operations(kind, functions, (run, [a, b]) => (suit(a, b) ? run(a, b) : undefined), options);
};

type Reduce = (x: tf.Tensor, axes: number[] | undefined, keepDims: boolean) => tf.Tensor;

const reduction = (
  kind: Operation['kind'],
  suits: (x: tf.Tensor) => boolean,
  functions: Record<string, Reduce>,
): Operation[] =>
  operations(kind, functions, (run, [x], choice) => {
    // The maximum of no elements is undefined.
    if (!suits(x) || x.size === 0) return undefined;
    const axes = x.shape.map((_, axis) => axis).filter(() => choice.below(2) === 0);
    return run(x, axes.length > 0 ? axes : undefined, choice.below(2) === 0);
  });

const always = (): boolean => true;

export const ELEMENTWISE: readonly Operation[] = [
  ...unary('exact', numeric, { abs: tf.abs, neg: tf.neg, relu: tf.relu, square: tf.square }),
  ...unary('exact', float, {
    relu6: tf.relu6,
    leakyRelu: (x) => tf.leakyRelu(x, 0.25),
    clip: (x) => tf.clipByValue(x, -1.5, 2),
  }),
  ...unary('jump', numeric, { sign: tf.sign }),
  ...unary('jump', float, {
    floor: tf.floor,
    ceil: tf.ceil,
    round: tf.round,
    step: (x) => tf.step(x, 0.5),
    isNaN: tf.isNaN,
    isInf: tf.isInf,
    isFinite: tf.isFinite,
  }),
  ...unary('smooth', float, {
    sigmoid: tf.sigmoid,
    tanh: tf.tanh,
    softplus: tf.softplus,
    elu: tf.elu,
    selu: tf.selu,
    erf: tf.erf,
    sin: tf.sin,
    cos: tf.cos,
    atan: tf.atan,
    asinh: tf.asinh,
  }),
  ...unary('steep', float, {
    exp: tf.exp,
    expm1: tf.expm1,
    log: tf.log,
    log1p: tf.log1p,
    sqrt: tf.sqrt,
    tan: tf.tan,
    asin: tf.asin,
    acos: tf.acos,
    sinh: tf.sinh,
    cosh: tf.cosh,
    acosh: tf.acosh,
    atanh: tf.atanh,
  }),
  ...unary('steep', float, { rsqrt: tf.rsqrt, reciprocal: tf.reciprocal }, { poles: true }),
  ...unary('exact', (x) => x.dtype === 'bool', { logicalNot: tf.logicalNot }),
  ...binary('exact', numeric, {
    add: tf.add,
    sub: tf.sub,
    mul: tf.mul,
    maximum: tf.maximum,
    minimum: tf.minimum,
    squaredDifference: tf.squaredDifference,
  }),
  ...binary('jump', numeric, { floorDiv: tf.floorDiv, mod: tf.mod }, { poles: true }),
  ...binary('jump', always, {
    equal: tf.equal,
    notEqual: tf.notEqual,
    greater: tf.greater,
    greaterEqual: tf.greaterEqual,
    less: tf.less,
    lessEqual: tf.lessEqual,
  }),
  ...binary('exact', (x) => x.dtype === 'bool', { and: tf.logicalAnd, or: tf.logicalOr, xor: tf.logicalXor }),
  ...binary('exact', float, { prelu: tf.prelu }),
  ...binary('steep', float, { div: tf.div, atan2: tf.atan2 }, { poles: true }),
  // 1 to the power of NaN is 1 in IEEE 754 and NaN in JavaScript.
  ...binary('steep', float, { pow: tf.pow }, { finite: true, poles: true }),
];

export const REDUCTIONS: readonly Operation[] = [
  ...reduction('exact', always, { sum: tf.sum }),
  ...reduction('exact', numeric, { max: tf.max, min: tf.min }),
  ...reduction('smooth', float, { mean: tf.mean, logSumExp: tf.logSumExp }),
  ...reduction('exact', (x) => x.dtype === 'bool', { all: tf.all, any: tf.any }),
  // A product may exceed the exact range.
  ...reduction('steep', float, { prod: tf.prod }),
  ...(['argMax', 'argMin'] as const).map((name): Operation => ({
    name,
    kind: 'jump',
    apply: ([x], choice) =>
      x.rank > 0 && x.size > 0 && numeric(x) ? tf[name](x, choice.below(x.rank)) : undefined,
  })),
  {
    name: 'softmax',
    kind: 'smooth',
    apply: ([x]) => (x.rank > 0 && x.size > 0 && float(x) ? tf.softmax(x) : undefined),
  },
];
