import {
  type Tensor,
  add,
  div,
  exp,
  expm1,
  greater,
  less,
  log,
  log1p,
  logicalNot,
  maximum,
  minimum,
  mul,
  neg,
  softplus,
  sub,
  where,
} from '@tensorflow/tfjs-core';

import { lgamma1p } from './lgamma-1p.js';
import { logMinusDigamma1p } from './log-minus-digamma.js';
import { bernoulliCumulant, logMixedExp } from './small-differences.js';
import { stirlingRemainder } from './stirling-remainder.js';
import { FALL, type Tail, fallBound, newtonFromAbove, tailIntegrals } from './tail.js';

const HALF_LOG_2PI = Math.log(2 * Math.PI) / 2;

/** A tail of a beta distribution. */
export interface BetaTail extends Tail {
  /** The slopes of `logTail` by the concentrations at a fixed x. */
  readonly byFirst: () => Tensor;
  readonly bySecond: () => Tensor;
}

/**
 * Tails of the distribution Beta(a, b) at the x whose logit is log(a / b) + offset: the regularized
 * incomplete beta functions. log(a / b) is the mode of the logit, where the lower tail passes to
 * the upper one.
 *
 * @param a positive, [elements, 1]; the others alike.
 * @param upper whether the tail above x is meant, where the offset must not be negative; otherwise
 * it must not be positive.
 */
export function betaTail(a: Tensor, b: Tensor, offset: Tensor, upper: Tensor): BetaTail {
  const { logTail, mills, slope } = lowerTail(
    where(upper, b, a),
    where(upper, a, b),
    where(upper, neg(offset), offset),
  );
  return { logTail, mills, byFirst: () => slope(logicalNot(upper)), bySecond: () => slope(upper) };
}

interface LowerTail extends Tail {
  /** The slope by a where `first`, otherwise by b. */
  readonly slope: (first: Tensor) => Tensor;
}

/**
 * The lower tail, at an offset t that is not positive.
 *
 * With n = a + b and m = a / n, the density of the logit is p(t) = p(0) exp(-n K(m, t)), where K(m,
 * t) = log(1 - m + m exp(t)) - m t. At a distance s below t, for concentrations a + 1 and b, the
 * exponent is lower by
 *
 *     ((a + 1) - (n + 1) x) s + (n + 1) K(x, -s)
 *
 * The recurrence I(a, b) = I(a + 1, b) + x^a (1 - x)^b / (a B(a, b)) then gives the result for a
 * and b. It avoids the long tail of a small concentration.
 */
function lowerTail(a: Tensor, b: Tensor, offset: Tensor): LowerTail {
  const n = add(a, b);
  const [m, others] = [div(a, n), div(b, n)];
  const up = mul(m, exp(offset));
  const mixed = add(others, up);
  const [x, rest] = [div(up, mixed), div(others, mixed)];
  const next = add(n, 1);
  const slope = sub(rest, div(mul(mul(a, others), expm1(offset)), mixed));
  const fall = (s: Tensor): Tensor => add(mul(slope, s), mul(next, bernoulliCumulant(x, rest, neg(s))));
  const logit = add(sub(log(a), log(b)), offset);
  const straight = div(add(mul(next, softplus(logit)), FALL), add(a, 1));
  const length = newtonFromAbove(
    minimum(straight, fallBound(slope, mul(next, mul(x, rest)), FALL)),
    (s) => sub(fall(s), FALL),
    (s) => {
      // The difference between x and its value at the distance s.
      const change = div(mul(mul(x, rest), expm1(neg(s))), add(rest, mul(x, exp(neg(s)))));
      return sub(slope, mul(next, change));
    },
    3,
  );
  const [integral] = tailIntegrals(length, fall) as [Tensor];
  const ofNext = mul(mul(n, x), integral);
  const mills = div(add(ofNext, 1), a);
  const logTail = where(
    less(a, 1),
    add(logOfSmall(minimum(a, 1), b, logit), log1p(ofNext)),
    add(logDensity(maximum(a, 1), b, offset), log(mills)),
  );
  return {
    logTail,
    mills,
    slope(first) {
      // log x, or log(1 - x), at the distance s less that at x: log(p + q exp(s)) turned.
      const [p, q] = [where(first, rest, x), where(first, x, rest)];
      const side = where(first, 1, -1);
      const change = (s: Tensor): Tensor => neg(logMixedExp(p, q, mul(side, s)));
      const [, changes] = tailIntegrals(length, fall, change) as [Tensor, Tensor];
      const ofTail = mul(div(x, add(ofNext, 1)), add(integral, mul(n, changes)));
      const ofTotal = add(logMinusDigamma1p(n), div(1, n));
      const ofMode = where(first, logMinusDigamma1p(a), add(logMinusDigamma1p(b), div(1, b)));
      const fromMode = logMixedExp(where(first, others, m), where(first, m, others), neg(mul(side, offset)));
      return add(sub(sub(ofMode, ofTotal), fromMode), ofTail);
    },
  };
}

/**
 * log p(t) = -n K(m, t) + log(a b / (2 pi n)) / 2 + stirlingRemainder(n) - stirlingRemainder(a) -
 * stirlingRemainder(b), for a of at least 1. With b below 1, its remainder is put in by log Gamma(1
 * + b).
 */
function logDensity(a: Tensor, b: Tensor, offset: Tensor): Tensor {
  const n = add(a, b);
  const [m, others] = [div(a, n), div(b, n)];
  const [small, large] = [minimum(b, 1), maximum(b, 1)];
  const ofLarge = sub(sub(mul(log(others), 0.5), HALF_LOG_2PI), stirlingRemainder(large));
  const ofSmall = sub(mul(add(small, 1), log(small)), add(add(small, lgamma1p(small)), mul(log(n), 0.5)));
  const ofA = add(mul(log(a), 0.5), sub(stirlingRemainder(n), stirlingRemainder(a)));
  const atMode = add(ofA, where(greater(b, 1), ofLarge, ofSmall));
  return sub(atMode, mul(n, bernoulliCumulant(m, others, offset)));
}

/** log(x^a (1 - x)^b / (a B(a, b))) for a of at most 1, nearly 0 where a is. */
function logOfSmall(a: Tensor, b: Tensor, logit: Tensor): Tensor {
  const powers = neg(add(mul(a, softplus(neg(logit))), mul(b, softplus(logit))));
  // log Gamma(a + b) - log Gamma(b)
  const [small, large] = [minimum(b, 1), maximum(b, 1)];
  const growth = sub(mul(sub(large, 0.5), log1p(div(a, large))), a);
  const ofLarge = add(
    add(growth, mul(a, log(add(a, large)))),
    sub(stirlingRemainder(add(a, large)), stirlingRemainder(large)),
  );
  const ofSmall = sub(sub(lgamma1p(add(a, small)), lgamma1p(small)), log1p(div(a, small)));
  return sub(add(powers, where(greater(b, 1), ofLarge, ofSmall)), lgamma1p(a));
}
