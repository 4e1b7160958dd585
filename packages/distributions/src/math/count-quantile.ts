import { itemAt } from '@helmholtz/base';
import {
  type Tensor,
  add,
  cast,
  ceil,
  div,
  exp,
  expm1,
  greater,
  log,
  log1p,
  logicalNot,
  maximum,
  mul,
  neg,
  relu,
  sqrt,
  sub,
  tidy,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';

import { elementwise } from './elementwise.js';
import { betaTail } from './incomplete-beta.js';
import { gammaTail } from './incomplete-gamma.js';
import type { LogTails } from './log-tails.js';
import { fallBound } from './tail.js';

const STEPS = 6;
/** The least count + 1 to look at, since 0 is the least count: its logarithm is finite. */
const LEAST = 1e-3;
/**
 * By how much a count may be above a whole number, relative and absolute, and be that one: float32
 * has no more digits.
 */
const ROUNDING = 3e-7;

/** A tail of counts, with its slope by log(count + 1). */
interface CountTail {
  readonly logTail: Tensor;
  readonly slope: Tensor;
}

/** P(count <= k) = Q(k + 1, mean), Q the upper tail of a gamma distribution. */
export function poissonQuantile({ logLower, logUpper }: LogTails, mean: Tensor): Tensor {
  const tail =
    (m: Tensor) =>
    (offset: Tensor, above: Tensor): CountTail => {
      const shape = mul(m, exp(offset));
      const { logTail, byShape } = gammaTail(shape, neg(offset), logicalNot(above));
      return { logTail, slope: mul(shape, byShape) };
    };
  const modes = elementwise([mean], (m) => tailsAtMean(m, tail(m)));
  return itemAt(
    elementwise([logLower, logUpper, mean, ...modes], (lower, upper, m, below, above) => [
      countQuantile([lower, upper], m, div(1, m), [below, above], tail(m)),
    ]),
    0,
  );
}

/**
 * P(count <= k) = I(p; concentration, k + 1), p = concentration / (concentration + mean), a beta
 * distribution's lower tail.
 */
export function negativeBinomialQuantile(
  { logLower, logUpper }: LogTails,
  mean: Tensor,
  concentration: Tensor,
): Tensor {
  const tail =
    (m: Tensor, c: Tensor) =>
    (offset: Tensor, above: Tensor): CountTail => {
      const next = mul(m, exp(offset));
      const { logTail, bySecond } = betaTail(c, next, offset, above);
      return { logTail, slope: mul(next, bySecond()) };
    };
  const modes = elementwise([mean, concentration], (m, c) => tailsAtMean(m, tail(m, c)));
  return itemAt(
    elementwise([logLower, logUpper, mean, concentration, ...modes], (lower, upper, m, c, below, above) => [
      countQuantile([lower, upper], m, add(div(1, m), div(1, c)), [below, above], tail(m, c)),
    ]),
    0,
  );
}

type TailOfCounts = (offset: Tensor, above: Tensor) => CountTail;

function tailsAtMean(mean: Tensor, tail: TailOfCounts): Tensor[] {
  const zero = zerosLike(mean);
  return [0, 1].map((above) => tail(zero, cast(add(zero, above), 'bool')).logTail);
}

/**
 * The least count whose distribution function is at least the probability: of a distribution
 * function of real counts k, found by Newton's method for log((k + 1) / mean), from a bound by
 * Chernoff's inequality.
 *
 * @param variation the variance over the square of the mean.
 * @param atMean the logarithms of both tails at k + 1 = mean.
 * @param tail below log((k + 1) / mean), or above it.
 */
function countQuantile(
  [logLower, logUpper]: readonly [Tensor, Tensor],
  mean: Tensor,
  variation: Tensor,
  [below, above]: readonly [Tensor, Tensor],
  tail: TailOfCounts,
): Tensor {
  const zero = zerosLike(mean);
  const upper = greater(logLower, below);
  const logTarget = where(upper, logUpper, logLower);
  const fall = mul(relu(sub(where(upper, above, below), logTarget)), variation);
  // The least count is 0, and where less is enough, nothing more has to be known.
  const least = sub(Math.log(LEAST), log(maximum(mean, LEAST)));
  const start = where(upper, log1p(add(fall, sqrt(mul(fall, 2)))), neg(fallBound(zero, add(zero, 1), fall)));
  let offset = maximum(start, least);
  for (let step = 0; step < STEPS; step++) {
    const from = offset;
    offset = tidy(() => {
      const { logTail, slope } = tail(from, upper);
      return maximum(add(from, div(sub(logTarget, logTail), slope)), least);
    });
  }
  const near = add(mean, mul(mean, expm1(offset)));
  const next = where(greater(offset, -0.7), near, mul(mean, exp(offset)));
  return relu(ceil(sub(sub(next, 1), mul(add(next, 1), ROUNDING))));
}
