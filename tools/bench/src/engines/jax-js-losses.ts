import { type Array as JaxArray, nn, numpy as np } from '@jax-js/jax';

import type { DenseVae, ImportanceWeightedModel, StochasticLayer, Work } from '../work/work.js';
import { Skip } from './serve.js';

/** Weights by name; a type, not an interface, for jax-js takes it apart. */
export type Weights = Record<string, JaxArray>;

export type Loss = (weights: Weights, batch: JaxArray, noise: JaxArray[]) => JaxArray;

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** The loss of a work in jax-js, to be traced: nothing that it is given is given away. */
export function lossOf({ model }: Work): Loss {
  switch (model.model) {
    case 'dense-vae':
      return denseLoss(model);
    case 'importance-weighted':
      return importanceWeightedLoss(model);
    default:
      throw new Skip(`there is no ${model.model} for it here`);
  }
}

function dense(weights: Weights, name: string, x: JaxArray): JaxArray {
  return np.matmul(x.ref, weights[`${name}.kernel`]!.ref).add(weights[`${name}.bias`]!.ref);
}

function stack(
  weights: Weights,
  name: string,
  x: JaxArray,
  depth: number,
  activation: (x: JaxArray) => JaxArray,
): JaxArray {
  for (let index = 0; index < depth; index++) x = activation(dense(weights, `${name}.${index}`, x));
  return x;
}

const bernoulliLogLikelihood = (x: JaxArray, logits: JaxArray): JaxArray =>
  x.ref.mul(logits.ref).sub(nn.softplus(logits.ref)).sum(-1);

function denseLoss({ hidden }: DenseVae): Loss {
  return (weights, x, [noise]) => {
    const encoded = stack(weights, 'encoder', x, hidden.length, nn.relu);
    const loc = dense(weights, 'loc', encoded);
    const logVariance = dense(weights, 'logVariance', encoded);
    const z = loc.ref.add(np.exp(logVariance.ref.mul(0.5)).mul(noise!.ref));
    const logits = dense(weights, 'logits', stack(weights, 'decoder', z, hidden.length, nn.relu));
    const kl = np.exp(logVariance.ref).add(np.square(loc.ref)).sub(1).sub(logVariance.ref).sum(-1);
    return kl.mul(0.5).sub(bernoulliLogLikelihood(x, logits)).mean();
  };
}

function gaussian(weights: Weights, name: string, x: JaxArray, { hidden }: StochasticLayer): JaxArray[] {
  const last = stack(weights, `${name}.hidden`, x, hidden.length, np.tanh);
  return [dense(weights, `${name}.loc`, last), dense(weights, `${name}.logScale`, last)];
}

/** log N(value; loc, scale), summed over the last axis, by (value - loc) / scale. */
function logDensity(standardized: JaxArray, logScale?: JaxArray): JaxArray {
  const exponent = np.square(standardized.ref).mul(0.5).add(HALF_LOG_TWO_PI);
  return (logScale ? exponent.add(logScale.ref) : exponent).sum(-1).mul(-1);
}

function importanceWeightedLoss({ layers: [lower, upper], samples }: ImportanceWeightedModel): Loss {
  return (weights, x, [lowerNoise, upperNoise]) => {
    const batch = x.shape[0]!;
    const perSample = (rows: JaxArray): JaxArray => rows.ref.reshape([samples, batch, -1]);
    const [loc, logScale] = gaussian(weights, 'lowerPosterior', x, lower) as [JaxArray, JaxArray];
    const latent = loc.ref.add(np.exp(logScale.ref).mul(perSample(lowerNoise!)));
    const rows = latent.reshape([samples * batch, lower.latent]);
    const [upperLoc, upperLogScale] = gaussian(weights, 'upperPosterior', rows, upper) as [
      JaxArray,
      JaxArray,
    ];
    const upperLatent = upperLoc.add(np.exp(upperLogScale.ref).mul(upperNoise!.ref));
    const [priorLoc, priorLogScale] = gaussian(weights, 'lowerPrior', upperLatent, upper) as [
      JaxArray,
      JaxArray,
    ];
    const hidden = stack(weights, 'likelihood.hidden', rows, lower.hidden.length, np.tanh);
    const logits = perSample(dense(weights, 'likelihood.logits', hidden));
    const standardized = rows.ref.sub(priorLoc).div(np.exp(priorLogScale.ref));
    const ofUpper = logDensity(standardized, priorLogScale)
      .add(logDensity(upperLatent))
      .sub(logDensity(upperNoise!, upperLogScale));
    const logWeights = bernoulliLogLikelihood(x, logits)
      .add(ofUpper.reshape([samples, batch]))
      .sub(logDensity(perSample(lowerNoise!), logScale));
    return np.subtract(Math.log(samples), nn.logsumexp(logWeights, 0).mean());
  };
}
