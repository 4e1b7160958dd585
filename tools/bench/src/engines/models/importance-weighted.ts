import {
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  add,
  div,
  exp,
  expandDims,
  logSumExp,
  mean,
  mul,
  reshape,
  square,
  sub,
  sum,
  tanh,
} from '@tensorflow/tfjs-core';

import type { ImportanceWeightedModel } from '../../work/work.js';
import type { Loss, Weights } from './loss.js';
import { bernoulliLogLikelihood, dense, stack } from './parts.js';

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

interface Gaussian {
  readonly loc: Tensor;
  readonly logScale: Tensor;
}

/**
 * -E[log(1/K sum over k of w_k)], eq. 8 of Burda, Grosse and Salakhutdinov (2016); samples are the
 * first axis.
 */
export function importanceWeightedLoss({ layers: [lower, upper], samples }: ImportanceWeightedModel): Loss {
  return (weights, x, [lowerNoise, upperNoise]) => {
    const batch = x.shape[0];
    const perSample = (rows: Tensor): Tensor3D => reshape(rows, [samples, batch, rows.shape[1]!]);
    const lowerPosterior = gaussian(weights, 'lowerPosterior', x, lower.hidden.length);
    const lowerEpsilon = perSample(lowerNoise!);
    const lowerLatent = add(
      expandDims(lowerPosterior.loc, 0),
      mul(expandDims(exp(lowerPosterior.logScale), 0), lowerEpsilon),
    );
    const lowerRows: Tensor2D = reshape(lowerLatent, [samples * batch, lower.latent]);
    const upperPosterior = gaussian(weights, 'upperPosterior', lowerRows, upper.hidden.length);
    const upperLatent: Tensor2D = add(upperPosterior.loc, mul(exp(upperPosterior.logScale), upperNoise!));
    const lowerPrior = gaussian(weights, 'lowerPrior', upperLatent, upper.hidden.length);
    const hidden = stack(weights, 'likelihood.hidden', lowerRows, lower.hidden.length, tanh);
    const logits = perSample(dense(weights, 'likelihood.logits', hidden));
    const standardized = div(sub(lowerRows, lowerPrior.loc), exp(lowerPrior.logScale));
    const ofUpper = sub(
      add(logDensity(standardized, lowerPrior.logScale), logDensity(upperLatent)),
      logDensity(upperNoise!, upperPosterior.logScale),
    );
    const logWeights = sub(
      add(bernoulliLogLikelihood(expandDims(x, 0), logits), reshape(ofUpper, [samples, batch])),
      logDensity(lowerEpsilon, expandDims(lowerPosterior.logScale, 0)),
    );
    return sub(Math.log(samples), mean(logSumExp(logWeights, 0)));
  };
}

function gaussian(weights: Weights, name: string, x: Tensor2D, depth: number): Gaussian {
  const hidden = stack(weights, `${name}.hidden`, x, depth, tanh);
  return {
    loc: dense(weights, `${name}.loc`, hidden),
    logScale: dense(weights, `${name}.logScale`, hidden),
  };
}

/** log N(value; loc, scale), summed over the last axis, by (value - loc) / scale. */
function logDensity(standardized: Tensor, logScale?: Tensor): Tensor {
  const exponent = add(mul(0.5, square(standardized)), HALF_LOG_TWO_PI);
  return mul(-1, sum(logScale ? add(exponent, logScale) : exponent, -1));
}
