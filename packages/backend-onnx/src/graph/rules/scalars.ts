import { firstItems } from '../item-at.js';
import { add, divide, multiply, squareRoot, subtract } from '../operators/elementwise.js';
import type { Rule } from '../rewrite.js';
import type { Operation, Value } from '../value.js';
import { folded, knownNumbers } from './known-numbers.js';
import { inputsOf, isNumber, isScalar } from './parts.js';

/**
 * Moves scalar factors outwards, to combine them into one. An optimizer's update (m / s) / (sqrt(v
 * / t) + e) becomes m / (sqrt(v) + e sqrt(t)) times one number.
 */
const scalarsOutwards: Rule = (operation) => {
  if (operation.outputs[0].type !== 'float32' || operation.outputs[0].size === 1) return undefined;
  return (
    factorOutOfSquareRoot(operation) ??
    factorOutOfSum(operation) ??
    oppositeFactors(operation) ??
    joinFactors(operation)
  );
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

/**
 * x s - y s = (x - y) s, as in the gradient of a Bernoulli log-density: x - sigmoid(logits),
 * divided by the batch size.
 */
function oppositeFactors({ operator, inputs }: Operation): readonly Value[] | undefined {
  if (operator !== 'Add') return undefined;
  const [a, b] = firstItems(inputs, 2).map(scaled);
  if (!a || !b || a.number !== -b.number || a.x.shape.join() !== b.x.shape.join()) return undefined;
  return [multiply(subtract(a.x, b.x), a.factor)];
}

interface Scaled {
  readonly x: Value;
  readonly factor: Value;
  readonly number: number;
}

/** A value and its scalar factor. */
function scaled(value: Value): Scaled | undefined {
  const [a, b] = inputsOf(value, 'Mul') ?? [];
  if (!a || !b) return undefined;
  const [x, factor] = isNumber(b) ? [a, b] : [b, a];
  if (!isNumber(factor) || x.shape.join() !== value.shape.join()) return undefined;
  return { x, factor, number: Number(factor.knownData[0]) };
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
    if (!x || !s || !isScalar(s) || x.shape.join() !== outputs[0].shape.join()) return undefined;
    return [multiply(x, folded(multiply(s, b)))];
  }
  return undefined;
}

/** Rules for scalars. */
export const scalars: readonly Rule[] = [knownNumbers, scalarsOutwards];
