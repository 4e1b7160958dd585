import { add, aligned, broadcastShape, divide, multiply, squareRoot } from './operators/elementwise.js';
import { operation as call } from './operators/operation.js';
import { expand, reshape } from './operators/shape.js';
import type { Rule } from './rewrite.js';
import { inputsOf, isConstant } from './simplify-parts.js';
import { sumOfSoftplus } from './sum-of-softplus.js';
import type { Operation, Value } from './value.js';

const ELEMENTWISE = new Set([
  'Add',
  'Sub',
  'Mul',
  'Div',
  'Max',
  'Min',
  'Pow',
  'Where',
  'Greater',
  'GreaterOrEqual',
  'Less',
  'LessOrEqual',
  'Equal',
]);

const isScalar = (value: Value): boolean => value.size === 1;
const isOne = (value: Value): boolean => isConstant(value, 1);

/** An elementwise operator broadcasts by itself: what is expanded for it need not be. */
const withoutExpand: Rule = ({ operator, inputs, attributes, outputs }) => {
  if (!ELEMENTWISE.has(operator)) return undefined;
  const shorter = inputs.map((input) => inputsOf(input, 'Expand')?.[0] ?? input!);
  for (const [position, input] of inputs.entries()) {
    if (shorter[position] === input) continue;
    const candidate = inputs.map((other, at) => (at === position ? shorter[at]! : other!));
    if (broadcastShape(...candidate.map(({ shape }) => shape)).join() !== outputs[0]!.shape.join()) continue;
    return [call(operator, aligned(candidate, outputs[0]!.shape), outputs[0]!, attributes)];
  }
  return undefined;
};

/** x * 1 is x: the gradients of sums are full of ones. */
const withoutOnes: Rule = ({ operator, inputs, outputs }) => {
  if (operator !== 'Mul' && operator !== 'Div') return undefined;
  const [a, b] = inputs as readonly [Value, Value];
  const kept = isOne(unexpanded(b)) ? a : operator === 'Mul' && isOne(unexpanded(a)) ? b : undefined;
  return kept && [fitted(kept, outputs[0]!.shape)];
};

const unexpanded = (value: Value): Value => inputsOf(value, 'Expand')?.[0] ?? value;

/** A value broadcast to a shape. */
function fitted(value: Value, shape: readonly number[]): Value {
  if (value.size < shape.reduce((size, length) => size * length, 1)) return expand(value, shape);
  return reshape(value, shape);
}

const withoutReshapes: Rule = ({ operator, inputs, outputs }) => {
  if (operator !== 'Reshape') return undefined;
  const inner = inputsOf(inputs[0], 'Reshape')?.[0];
  if (inner) return [reshape(inner, outputs[0]!.shape)];
  return inputs[0]!.shape.join() === outputs[0]!.shape.join() ? [inputs[0]!] : undefined;
};

/**
 * Moves factors that are the same for all elements outwards, where they meet and cost nothing. An optimizer's update,
 * (m / s) / (sqrt(v / t) + e), so becomes m / (sqrt(v) + e sqrt(t)) times one number.
 */
const scalarsOutwards: Rule = (operation) => {
  if (operation.outputs[0]!.type !== 'float32' || operation.outputs[0]!.size === 1) return undefined;
  return factorOutOfSquareRoot(operation) ?? factorOutOfSum(operation) ?? joinFactors(operation);
};

/** sqrt(x / s) = sqrt(x) / sqrt(s) */
function factorOutOfSquareRoot({ operator, inputs }: Operation): readonly Value[] | undefined {
  if (operator !== 'Sqrt') return undefined;
  const [x, s] = inputsOf(inputs[0], 'Div') ?? [];
  return x && s && isScalar(s) && !isScalar(x) ? [divide(squareRoot(x), squareRoot(s))] : undefined;
}

/** x / s + e = (x + e s) / s */
function factorOutOfSum({ operator, inputs }: Operation): readonly Value[] | undefined {
  if (operator !== 'Add') return undefined;
  const [a, e] = inputs as readonly [Value, Value];
  const [x, s] = inputsOf(a, 'Div') ?? [];
  if (!x || !s || !isScalar(s) || !isScalar(e) || isScalar(x)) return undefined;
  return [divide(add(x, multiply(e, s)), s)];
}

/** (x / s) / (y / t) = (x / y) (t / s), and (x s) t = x (s t) */
function joinFactors({ operator, inputs, outputs }: Operation): readonly Value[] | undefined {
  const [a, b] = inputs as readonly [Value, Value];
  if (operator === 'Div') {
    const [x, s] = inputsOf(a, 'Div') ?? [];
    const [y, t] = inputsOf(b, 'Div') ?? [];
    if (!x || !y || !s || !t || !isScalar(s) || !isScalar(t) || isScalar(x) || isScalar(y)) return undefined;
    return [multiply(divide(x, y), divide(t, s))];
  }
  if (operator === 'Mul' && isScalar(b)) {
    const [x, s] = inputsOf(a, 'Mul') ?? [];
    if (!x || !s || !isScalar(s) || x.shape.join() !== outputs[0]!.shape.join()) return undefined;
    return [multiply(x, multiply(s, b))];
  }
  return undefined;
}

/** Rules that make a graph cheaper; what it computes stays the same but for rounding. */
export const simplifications: readonly Rule[] = [
  withoutReshapes,
  withoutExpand,
  withoutOnes,
  scalarsOutwards,
  sumOfSoftplus,
];
