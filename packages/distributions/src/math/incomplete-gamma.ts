import {
  type Tensor,
  add,
  div,
  exp,
  expm1,
  less,
  log,
  log1p,
  maximum,
  minimum,
  mul,
  sqrt,
  sub,
  where,
} from '@tensorflow/tfjs-core';

import { lgamma1p } from './lgamma-1p.js';
import { logMinusDigamma1p } from './log-minus-digamma.js';
import { expm1Minus } from './small-differences.js';
import { stirlingRemainder } from './stirling-remainder.js';
import { FALL, type Tail, fallBound, newtonFromAbove, tailIntegrals } from './tail.js';

const HALF_LOG_2PI = Math.log(2 * Math.PI) / 2;

/** A tail of a gamma distribution. */
export interface GammaTail extends Tail {
  /** The slope of `logTail` by the shape at a fixed x. */
  readonly byShape: Tensor;
}

/**
 * Tails of the gamma distribution of shape a and rate 1 at x = a exp(offset): the regularized
 * incomplete gamma functions. The offset is the difference of log x from its mode, log a. Below the
 * mode, the lower tail is computed; above it, the upper tail.
 *
 * With t the offset, log x has the density p(t) = p(0) exp(-a (exp(t) - 1 - t)). At a distance s
 * beyond t, the exponent is lower by
 *
 *     a (exp(t) - 1) s + x (exp(s) - 1 - s)            above,
 *     (1 - a (exp(t) - 1)) s + x (exp(-s) - 1 + s)     below, for a shape of a + 1.
 *
 * The recurrence P(a, x) = P(a + 1, x) + x^a exp(-x) / Gamma(a + 1) then gives the result for a. It
 * avoids the long tail of a small shape.
 *
 * @param shape a > 0, [elements, 1]; offset and upper have the same shape.
 * @param upper whether to compute the tail above x. The offset must then not be negative; otherwise
 * it must not be positive.
 */
export function gammaTail(shape: Tensor, offset: Tensor, upper: Tensor): GammaTail {
  const x = mul(shape, exp(offset));
  const excess = mul(shape, expm1(offset));
  const slope = where(upper, excess, sub(1, excess));
  const side = where(upper, 1, -1);
  const fall = (s: Tensor): Tensor => add(mul(slope, s), mul(x, expm1Minus(mul(side, s))));
  const length = newtonFromAbove(
    where(upper, upperBound(x, slope), fallBound(slope, x, FALL)),
    (s) => sub(fall(s), FALL),
    (s) => add(slope, mul(mul(x, side), expm1(mul(side, s)))),
    2,
  );
  const [integral, moment] = tailIntegrals(length, fall, (s) => s) as [Tensor, Tensor];
  const ofNext = mul(x, integral);
  const mills = where(upper, integral, div(add(ofNext, 1), shape));
  const fromMode = add(offset, logMinusDigamma1p(shape));
  const byShape = where(
    upper,
    add(fromMode, add(div(1, shape), div(moment, integral))),
    sub(fromMode, div(mul(div(x, shape), moment), mills)),
  );
  const logTail = where(
    less(shape, 1),
    logTailOfSmall(minimum(shape, 1), offset, x, upper, ofNext, mills),
    add(logDensity(maximum(shape, 1), offset), log(mills)),
  );
  return { logTail, mills, byShape };
}

/** Above where slope s + x (exp(s) - 1 - s) is `FALL`. */
function upperBound(x: Tensor, slope: Tensor): Tensor {
  const curved = sqrt(div(2 * FALL, x));
  const linear = div(FALL, maximum(slope, 1e-30));
  const bound = minimum(curved, linear);
  return minimum(bound, log1p(add(div(FALL, x), bound)));
}

/** log p(t) = -a (exp(t) - 1 - t) + log(a / 2 pi) / 2 - stirlingRemainder(a) */
function logDensity(shape: Tensor, offset: Tensor): Tensor {
  const atMode = sub(sub(mul(log(shape), 0.5), HALF_LOG_2PI), stirlingRemainder(shape));
  return sub(atMode, mul(shape, expm1Minus(offset)));
}

/**
 * For a shape below 1, where a lower tail may be nearly 1: log P = a log x - x - log Gamma(a + 1) +
 * log(1 + x integral).
 */
function logTailOfSmall(
  shape: Tensor,
  offset: Tensor,
  x: Tensor,
  upper: Tensor,
  ofNext: Tensor,
  mills: Tensor,
): Tensor {
  const power = sub(sub(mul(shape, add(log(shape), offset)), x), lgamma1p(shape));
  return add(power, where(upper, log(mul(shape, mills)), log1p(ofNext)));
}
