import { itemAt } from '@helmholtz/base';
import {
  type Tensor,
  add,
  cast,
  div,
  expm1,
  greater,
  log1p,
  minimum,
  mul,
  neg,
  relu,
  sqrt,
  sub,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';

import { elementwise } from './elementwise.js';
import { implicit } from './implicit.js';
import { gammaTail } from './incomplete-gamma.js';
import type { LogTails } from './log-tails.js';
import { fallBound, halleySteps } from './tail.js';

const STEPS = 3;

/**
 * The quantile of the gamma distribution of a shape and rate 1, as log(x / shape), with implicit
 * gradients by the shape.
 *
 * Halley's method solves log P = logLower below the mode of log x, or log Q = logUpper above it. It
 * begins beyond the quantile, where the density has fallen by as much as the tail has to: both are
 * concave, so that the tail falls no less.
 */
export function gammaQuantile({ logLower, logUpper }: LogTails, shape: Tensor): Tensor {
  const offsetAt = implicit(
    (shapes) => {
      const modes = elementwise([shapes], (a) => [atMode(a, false), atMode(a, true)]);
      return itemAt(
        elementwise([logLower, logUpper, shapes, ...modes], (...vectors) => [offset(...(vectors as Given))]),
        0,
      );
    },
    (quantile, shapes) => elementwise([quantile, shapes], (t, a) => [slope(t, a)]),
  );
  return offsetAt(shape);
}

type Given = [logLower: Tensor, logUpper: Tensor, shape: Tensor, lowerAtMode: Tensor, upperAtMode: Tensor];

function atMode(shape: Tensor, upper: boolean): Tensor {
  const zero = zerosLike(shape);
  return gammaTail(shape, zero, cast(add(zero, upper ? 1 : 0), 'bool')).logTail;
}

function offset(...[logLower, logUpper, shape, lowerAtMode, upperAtMode]: Given): Tensor {
  const zero = zerosLike(shape);
  const upper = greater(logLower, lowerAtMode);
  const logTarget = where(upper, logUpper, logLower);
  const fall = div(relu(sub(where(upper, upperAtMode, lowerAtMode), logTarget)), shape);
  const near = sqrt(mul(fall, 2));
  // exp(t) - 1 - t = fall above the mode, and exp(-s) - 1 + s = fall below it.
  const above = minimum(near, log1p(add(fall, near)));
  const side = where(upper, 1, -1);
  const start = where(upper, above, fallBound(zero, add(zero, 1), fall));
  const distance = halleySteps(start, STEPS, (from) => {
    const at = mul(side, from);
    const { logTail, mills } = gammaTail(shape, at, upper);
    return { excess: sub(logTail, logTarget), mills, decay: mul(mul(side, shape), expm1(at)) };
  });
  return mul(side, distance);
}

/** d log x / d shape at a fixed probability, less that of the log of the shape. */
function slope(offset: Tensor, shape: Tensor): Tensor {
  const upper = greater(offset, 0);
  const { mills, byShape } = gammaTail(shape, offset, upper);
  const ofLog = mul(byShape, mills);
  return sub(where(upper, ofLog, neg(ofLog)), div(1, shape));
}
