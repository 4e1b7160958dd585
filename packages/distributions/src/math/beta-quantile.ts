import { itemAt } from '@helmholtz/base';
import {
  type Tensor,
  add,
  cast,
  div,
  exp,
  expm1,
  greater,
  log,
  log1p,
  minimum,
  mul,
  neg,
  relu,
  sqrt,
  square,
  sub,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';

import { elementwise } from './elementwise.js';
import { implicit } from './implicit.js';
import { betaTail } from './incomplete-beta.js';
import type { LogTails } from './log-tails.js';
import { halleySteps } from './tail.js';

const STEPS = 3;

/**
 * The quantile of Beta(a, b), as the logit of x less log(a / b), with implicit gradients by a and
 * b. It is found as that of a gamma distribution is.
 */
export function betaQuantile({ logLower, logUpper }: LogTails, a: Tensor, b: Tensor): Tensor {
  const offsetAt = implicit(
    (first, second) => {
      const modes = elementwise([first, second], (...at) => [
        atMode(...(at as Pair), false),
        atMode(...(at as Pair), true),
      ]);
      return itemAt(
        elementwise([logLower, logUpper, first, second, ...modes], (...vectors) => [
          offset(...(vectors as Given)),
        ]),
        0,
      );
    },
    (quantile, first, second) =>
      elementwise([quantile, first, second], (t, one, other) => slopes(t, one, other)),
  );
  return offsetAt(a, b);
}

type Pair = [a: Tensor, b: Tensor];
type Given = [logLower: Tensor, logUpper: Tensor, ...Pair, lowerAtMode: Tensor, upperAtMode: Tensor];

function atMode(a: Tensor, b: Tensor, upper: boolean): Tensor {
  const zero = zerosLike(a);
  return betaTail(a, b, zero, cast(add(zero, upper ? 1 : 0), 'bool')).logTail;
}

function offset(...[logLower, logUpper, a, b, lowerAtMode, upperAtMode]: Given): Tensor {
  const upper = greater(logLower, lowerAtMode);
  const logTarget = where(upper, logUpper, logLower);
  const fall = relu(sub(where(upper, upperAtMode, lowerAtMode), logTarget));
  const side = where(upper, 1, -1);
  const [inner, outer] = [where(upper, b, a), where(upper, a, b)];
  const distance = halleySteps(beyond(inner, outer, fall), STEPS, (from) => {
    const { logTail, mills } = betaTail(a, b, mul(side, from), upper);
    const below = neg(from);
    const mixed = add(outer, mul(inner, exp(below)));
    const decay = neg(div(mul(mul(inner, outer), expm1(below)), mixed));
    return { excess: sub(logTail, logTarget), mills, decay };
  });
  return mul(side, distance);
}

/** A distance s below the mode by which n K(a / n, -s) is at least `fall`, and not much more. */
function beyond(a: Tensor, b: Tensor, fall: Tensor): Tensor {
  const n = add(a, b);
  const others = div(b, n);
  const straight = div(sub(fall, mul(n, log(others))), a);
  const product = mul(a, others);
  const curved = div(add(fall, sqrt(add(square(fall), mul(mul(fall, product), 8)))), mul(product, 2));
  let distance = minimum(straight, curved);
  // n K(a / n, -s) = n (log(1 + others (exp(s) - 1)) - others s), solved for the s in the
  // exponential.
  for (let step = 0; step < 3; step++) {
    const rise = minimum(add(div(fall, n), mul(others, distance)), 80);
    distance = minimum(distance, log1p(div(expm1(rise), others)));
  }
  return distance;
}

/** The slopes of the logit by a and by b at a fixed probability, less those of log(a / b). */
function slopes(offset: Tensor, a: Tensor, b: Tensor): readonly Tensor[] {
  const upper = greater(offset, 0);
  const tail = betaTail(a, b, offset, upper);
  const [first, second] = [tail.byFirst(), tail.bySecond()].map((slope) => {
    const ofLogit = mul(slope, tail.mills);
    return where(upper, ofLogit, neg(ofLogit));
  }) as [Tensor, Tensor];
  return [sub(first, div(1, a)), add(second, div(1, b))];
}
