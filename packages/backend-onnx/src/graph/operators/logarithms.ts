import type { Value } from '../value.js';
import {
  absolute,
  add,
  divide,
  exponential,
  less,
  like,
  logarithm,
  multiply,
  negative,
  subtract,
  unary,
  where,
} from './elementwise.js';

/**
 * log(1 + x) for x >= 0, accurate also for small x.
 *
 * The rounding error of u = 1 + x is x - (u - 1), which is exact: log(u + d) = log(u) + d / u + ...
 * The division matters only for small logarithms, where u is 1.
 */
function log1pOfPositive(x: Value): Value {
  const sum = add(like(x, 1), x);
  const lost = subtract(x, subtract(sum, like(x, 1)));
  return add(logarithm(sum), lost);
}

/** log(1 + x). */
export function log1p(x: Value): Value {
  if (x.producer?.operator === 'Exp') return log1pOfPositive(x);
  const small = less(absolute(x), like(x, 0.5));
  const inside = where(small, x, like(x, 0));
  // Below -0.5 the sum is exact. Above 0.5 the logarithm's own rounding is larger.
  return where(small, log1pOfPositive(inside), logarithm(add(x, like(x, 1))));
}

/**
 * exp(x) - 1. Near 0, where the difference would lose digits, 2 t / (1 - t) with t = tanh(x / 2).
 */
export function expm1(x: Value): Value {
  const near = less(absolute(x), like(x, 1));
  const t = unary('Tanh', multiply(where(near, x, like(x, 0)), like(x, 0.5)));
  const quotient = divide(add(t, t), subtract(like(x, 1), t));
  return where(near, quotient, subtract(exponential(x), like(x, 1)));
}

/**
 * log(1 + exp(x)) as max(x, 0) + log(1 + exp(-|x|)). ONNX Runtime's own Softplus is several times
 * slower.
 */
export function softplus(x: Value): Value {
  return add(unary('Relu', x), log1pOfPositive(exponential(negative(absolute(x)))));
}
