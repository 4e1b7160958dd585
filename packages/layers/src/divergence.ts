import {
  type Distribution,
  HelmholtzError,
  type PriorConfig,
  klDivergence,
  priorDistribution,
  sumOverEvents,
} from '@helmholtz/core';
import { type Scalar, type Tensor, mean, tidy } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

import type { CallOptions, LayerConfig, Named, Shape } from './layer.js';
import { PendingDivergences } from './pending-divergences.js';

export interface DivergenceConfig extends LayerConfig {
  readonly variable: Named;
  readonly prior: PriorConfig;
}

/** The prior of a divergence that is called on the prior's parameters as well, which other latents decide. */
export const conditionalPrior: PriorConfig = { name: 'conditional' };

/**
 * The identity on the parameters of a posterior, which adds KL(q(z given x), p(z)) to the loss: summed over the event,
 * averaged over the batch. A subclass says what distributions its inputs are the parameters of.
 *
 * With a constant prior it is called on the posterior's parameters. With a conditional prior, p(z given other latents),
 * it is called on the posterior's parameters followed by the prior's, and passes the posterior's on.
 *
 * Our trainer reads the two distributions off the layer. Under TensorFlow.js' own `fit` the layer adds its loss itself,
 * right also where it is shared or inside a nested model.
 */
export abstract class Divergence extends layers.Layer {
  readonly role = 'kl';
  readonly variable: string;
  private readonly priorConfig: PriorConfig;
  private readonly pending = new PendingDivergences();

  constructor(config: DivergenceConfig) {
    super(config);
    this.variable = config.variable.name;
    this.priorConfig = config.prior;
    // Fails now rather than at the first batch where the prior is not one.
    if (!this.conditional) tidy(() => void priorDistribution(config.prior));
    this.addLoss(() => this.pending.take());
  }

  /** How many of the tensors that the layer is called on are the posterior's parameters: the first ones. */
  abstract readonly posteriorParameters: number;

  /** q(z given x), from the posterior's parameters. */
  abstract posterior(parameters: readonly Tensor[]): Distribution;

  /** p(z given other latents), from the prior's parameters. */
  protected abstract conditionalPrior(parameters: readonly Tensor[]): Distribution;

  prior(parameters: readonly Tensor[]): Distribution {
    return this.conditional ? this.conditionalPrior(parameters) : priorDistribution(this.priorConfig);
  }

  private get conditional(): boolean {
    return this.priorConfig.name === conditionalPrior.name;
  }

  get priorName(): string {
    return this.priorConfig.name;
  }

  /** @throws HelmholtzError (`graph`) for inputs that do not go with the prior. */
  override build(inputShape: Shape | Shape[]): void {
    const given = Array.isArray(inputShape[0]) ? inputShape.length : 1;
    const expected = this.posteriorParameters * (this.conditional ? 2 : 1);
    if (given !== expected) {
      throw new HelmholtzError('graph', `The divergence "${this.name}" was called on ${given} tensors.`, {
        hint: `With the prior "${this.priorName}" it takes ${expected}: the posterior's parameters${this.conditional ? ", then the prior's" : ''}.`,
      });
    }
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape | Shape[] {
    return Array.isArray(inputShape[0])
      ? (inputShape as Shape[]).slice(0, this.posteriorParameters)
      : inputShape;
  }

  override call(inputs: Tensor | Tensor[], options: CallOptions): Tensor | Tensor[] {
    this.invokeCallHook(inputs, options);
    // Only `fit` collects losses, within the gradient of a step; otherwise nothing would ever take what was left here.
    if (options['training'] === true && PendingDivergences.expected) this.leave([inputs].flat());
    return Array.isArray(inputs) ? inputs.slice(0, this.posteriorParameters) : inputs;
  }

  override getConfig() {
    return { ...super.getConfig(), variable: { name: this.variable }, prior: { ...this.priorConfig } };
  }

  private leave(parameters: readonly Tensor[]): void {
    const posterior = parameters.slice(0, this.posteriorParameters);
    const prior = parameters.slice(this.posteriorParameters);
    this.pending.leave(parameters, () =>
      tidy(() => mean<Scalar>(sumOverEvents(klDivergence(this.posterior(posterior), this.prior(prior))))),
    );
  }
}
