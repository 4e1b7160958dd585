import {
  type Distribution,
  type PriorConfig,
  klDivergence,
  priorDistribution,
  sumOverEvent,
} from '@helmholtz/core';
import { type Scalar, type Tensor, addN, keep, mean, scalar, tidy } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

import type { CallOptions, LayerConfig, Named, Shape } from './layer.js';

export interface DivergenceConfig extends LayerConfig {
  readonly variable: Named;
  readonly prior: PriorConfig;
}

/**
 * The identity on the parameters of a posterior, which adds KL(q(z given x), p(z)) to the loss: summed over the event,
 * averaged over the batch. A subclass says what distribution its inputs are the parameters of.
 *
 * Our trainer reads the two distributions off the layer. Under TensorFlow.js' own `fit` the layer adds its loss itself,
 * right also where it is shared or inside a nested model.
 */
export abstract class Divergence extends layers.Layer {
  readonly role = 'kl';
  readonly variable: string;
  private readonly priorConfig: PriorConfig;
  private readonly pending = new Map<string, Scalar>();

  constructor(config: DivergenceConfig) {
    super(config);
    this.variable = config.variable.name;
    this.priorConfig = config.prior;
    // Fails now rather than at the first batch where the prior is not one.
    tidy(() => void priorDistribution(config.prior));
    this.addLoss(() => this.takePending());
  }

  /** q(z given x), from the tensors that the layer is called on. */
  abstract posterior(parameters: readonly Tensor[]): Distribution;

  prior(_parameters: readonly Tensor[]): Distribution {
    return priorDistribution(this.priorConfig);
  }

  get priorName(): string {
    return this.priorConfig.name;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape | Shape[] {
    return inputShape;
  }

  override call(inputs: Tensor | Tensor[], options: CallOptions): Tensor | Tensor[] {
    this.invokeCallHook(inputs, options);
    // Only `fit` collects losses; in `predict` and `evaluate` nothing would ever take what was left here.
    if (options['training'] === true) this.leavePending([inputs].flat());
    return inputs;
  }

  override getConfig() {
    return { ...super.getConfig(), variable: { name: this.variable }, prior: { ...this.priorConfig } };
  }

  /**
   * TensorFlow.js calls the layer again for each of its outputs that is consumed, so a call on the same tensors counts
   * once; and it tidies a nested model's tensors away before it asks for losses, so the value is kept.
   */
  private leavePending(parameters: readonly Tensor[]): void {
    const key = parameters.map(({ id }) => id).join();
    if (this.pending.has(key)) return;
    const divergence = tidy(() =>
      mean(sumOverEvent(klDivergence(this.posterior(parameters), this.prior(parameters)))),
    );
    this.pending.set(key, keep(divergence) as Scalar);
  }

  /** The sum over the calls since the last time it was asked; asked once for each call of a shared layer. */
  private takePending(): Scalar {
    const divergences = [...this.pending.values()];
    this.pending.clear();
    if (divergences.length === 0) return scalar(0);
    const total = addN(withoutRepeats(divergences)) as Scalar;
    divergences.forEach((divergence) => divergence.dispose());
    return total;
  }
}

/**
 * A nested model with several outputs is run again for each, on other tensors with the same values; two calls of
 * a layer on different data never have exactly the same divergence.
 */
function withoutRepeats(divergences: readonly Scalar[]): Scalar[] {
  if (divergences.length === 1) return [...divergences];
  return [...new Map(divergences.map((divergence) => [divergence.dataSync()[0], divergence])).values()];
}
