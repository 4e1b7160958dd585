import { type Tensor, add, addN, broadcastTo, mul, scalar, tile } from '@tensorflow/tfjs-core';

import { itemAt } from '@helmholtz/base';
import { sumOverEvents } from '@helmholtz/distributions';
import type { NamedTensors } from '../graph/conditional.js';
import { logLikelihood } from '../graph/log-densities.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { LatentVariable } from '../graph/variables.js';

/**
 * Densities from the prior of the latents to their joint density with the data of a batch:
 *
 *     log p(z) + beta log p(x given z),   0 <= beta <= 1
 *
 * Values of latents are [chains * batch, ...shape], first chain first.
 */
export class AnnealedPath {
  private readonly latents: readonly LatentVariable[];
  private readonly inputs: NamedTensors;

  /** @param inputs one tensor [batch, ...shape] for each data input of the model. */
  constructor(
    private readonly model: LatentVariableModel,
    inputs: readonly Tensor[],
    private readonly chains: number,
  ) {
    this.latents = model.ancestralOrder;
    const namedInputs = model.inputs.map(({ name }, index) => [name, this.ofChains(itemAt(inputs, index))]);
    this.inputs = Object.fromEntries(namedInputs) as NamedTensors;
  }

  /**
   * Draws the latents from their priors, in ancestral order.
   *
   * @param noise one tensor for each latent.
   */
  start(noise: readonly Tensor[]): Tensor[] {
    const values: Record<string, Tensor> = {};
    return this.latents.map((latent, index) => {
      const prior = this.model.priorOf(latent, values, this.inputs);
      const ownNoise = itemAt(noise, index);
      return (values[latent.name] = broadcastTo(prior.sample(ownNoise), ownNoise.shape));
    });
  }

  /** Returns log p(x given z), [chains * batch]. */
  logLikelihood(values: readonly Tensor[]): Tensor {
    const { model, inputs } = this;
    const likelihoods = model.decode(this.named(values), inputs);
    const terms = model.observed.map(({ name, input: { shape } }, index) =>
      logLikelihood({ name, shape, likelihood: itemAt(likelihoods, index), value: inputs[name]! }),
    );
    return addN(terms);
  }

  /** Returns log p(z) + beta log p(x given z), [chains * batch]. */
  logDensity(values: readonly Tensor[], beta: Tensor): Tensor {
    return add(this.logPrior(values), mul(beta, this.logLikelihood(values)));
  }

  private logPrior(values: readonly Tensor[]): Tensor {
    const namedValues = this.named(values);
    return this.latents.reduce<Tensor>((total, latent, index) => {
      const prior = this.model.priorOf(latent, namedValues, this.inputs);
      const logProb = prior.logProb(itemAt(values, index));
      return add(total, sumOverEvents(logProb, latent.shape.length - prior.eventRank));
    }, scalar(0));
  }

  private named(values: readonly Tensor[]): NamedTensors {
    return Object.fromEntries(this.latents.map(({ name }, index) => [name, itemAt(values, index)]));
  }

  private ofChains(input: Tensor): Tensor {
    return tile(
      input,
      input.shape.map((_, axis) => (axis === 0 ? this.chains : 1)),
    );
  }
}
