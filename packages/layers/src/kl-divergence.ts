import { HelmholtzError, itemAt } from '@helmholtz/base';
import type { GlobalLatent } from '@helmholtz/core';
import {
  checkPrior,
  DensityAtDraw,
  type Distribution,
  familyDistribution,
  ImplicitDistribution,
  klDivergence,
  parametersOf,
  type PriorConfig,
  priorConstants,
  priorDistribution,
  sumOverEvents,
} from '@helmholtz/distributions';
import { type Scalar, type Tensor, div, mean, reshape, scalar, sub, tidy } from '@tensorflow/tfjs-core';
import { type LayerVariable, initializers, layers } from '@tensorflow/tfjs-layers';

import { checkDensity } from './check-density.js';
import { type KLDivergenceConfig, type RatioEstimator, ratioOfExamples } from './kl-divergence-config.js';
import type { CallOptions, Shape } from './layer.js';
import { PendingDivergences } from './pending-divergences.js';

/**
 * Layer that adds the KL divergence of a posterior from its prior to the loss, in nats: summed over
 * the event, averaged over the batch. It returns the posterior's parameters unchanged.
 *
 * Inputs: the posterior's parameters, such as [loc, logVariance], each [batch, ...event]. For a
 * normal posterior and a standard normal prior (Kingma and Welling 2014, appendix B):
 *
 *     KL(q(z | x), p(z)) = -1/2 sum(1 + logVariance - loc^2 - exp(logVariance))
 *
 * With a conditional prior, p(z | other latents), the prior's parameters are further inputs. If the
 * prior depends on the draw z, pass z between the two. The layer returns z as well. Later layers
 * must use the returned z, so that the divergence is part of their graph.
 *
 * With `atDraw`, for posteriors such as normalizing flows, the inputs are log q(z) at the draw,
 * [batch, 1] or [batch], the value z, and the prior's parameters. The layer returns the first two.
 * The divergence is an estimate: log q(z) - log p(z). With `parameterized`, the parameters of the
 * posterior's family follow log q(z): by these its density is known at other values, too.
 *
 * With `ratio`, for an implicit posterior without a density, the inputs are the value z, and all that
 * the ratio estimator depends on besides, such as x. The layer returns them. The divergence is the
 * estimate of log q(z | x) - log p(z), which is not a bound: the estimator errs. Its weights are
 * not trained with those of the graph.
 *
 * A global latent is shared by all N examples. Each example adds KL / N to the loss. `train` sets
 * N. Before `fit`, call `layer.global.adapt(N)`.
 *
 * `train` reads the two distributions from the layer. Under `fit` of TensorFlow.js the layer adds
 * its own loss, also when it is shared or inside a nested model.
 *
 * @example
 * ```ts
 * import { klDivergence } from '@helmholtz/distributions';
 * import { KLDivergence, klDivergenceLayer } from '@helmholtz/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const layer: KLDivergence = klDivergenceLayer();
 * const posterior = layer.posterior([tensor([[1]]), tensor([[0]])]); // N(1, 1)
 * const kl = klDivergence(posterior, layer.prior([]));
 * console.log(kl.dataSync()[0]); // 0.5
 * ```
 */
export class KLDivergence extends layers.Layer {
  static readonly className = 'KLDivergence';
  readonly role = 'kl';
  readonly variable: string;
  /** Name of the posterior's family. */
  readonly posteriorName: string;
  /** Number of the posterior's parameters. They are the first inputs. */
  readonly posteriorParameters: number;
  readonly global: GlobalLatent | undefined;
  /** Whether the posterior computes its density only at its draw. */
  readonly atDraw: boolean;
  /** Whether the density is known at any value: from the family's parameters. */
  readonly anyValue: boolean;
  /** Whether the posterior has no density, only draws. */
  readonly implicit: boolean;
  private readonly ratio: RatioEstimator | undefined;
  private examples: LayerVariable | undefined;
  /** Rank of a value, without the batch axis. */
  private valueRank = 1;
  private readonly priorConfig: PriorConfig;
  private readonly conditional: boolean;
  private readonly pending = new PendingDivergences();

  /**
   * @throws HelmholtzError (`usage`) for an unknown posterior or prior, or if the two do not fit.
   */
  constructor(config: KLDivergenceConfig) {
    super(config);
    this.variable = config.variable.name;
    this.posteriorName = config.posterior.name;
    this.atDraw = config.atDraw ?? false;
    this.implicit = config.implicit ?? false;
    this.ratio = config.ratio;
    this.anyValue = !this.implicit && (!this.atDraw || (config.parameterized ?? false));
    this.posteriorParameters = this.namesOfPosterior.length;
    this.priorConfig = config.prior;
    this.conditional = config.conditional;
    if (config.global)
      this.global = { examples: () => this.examples!.read(), adapt: (n) => this.shareAmong(n) };
    // An invalid prior fails here, not at the first batch.
    if (this.conditional) parametersOf(this.priorName);
    else tidy(() => checkDensity(priorDistribution(config.prior)));
    checkPrior(this.variable, this.posteriorName, this.priorName);
    this.addLoss(() => this.pending.take());
  }

  /** Name of the prior's family. */
  get priorName(): string {
    return this.priorConfig.name;
  }

  /** Constants of the prior by name. Empty for a conditional prior. */
  get priorConstants(): Readonly<Record<string, number>> {
    return this.conditional ? {} : priorConstants(this.priorConfig);
  }

  /** Returns q(z | x) from the posterior's parameters. */
  posterior(parameters: readonly Tensor[]): Distribution {
    if (this.implicit) return new ImplicitDistribution(this.valueRank);
    if (!this.atDraw) return familyDistribution(this.posteriorName, parameters);
    const [logProb, ...ofFamily] = parameters as [Tensor, ...Tensor[]];
    const elsewhere = this.anyValue ? familyDistribution(this.posteriorName, ofFamily) : undefined;
    return new DensityAtDraw(this.posteriorName, this.ofExamples(logProb), this.valueRank, elsewhere);
  }

  /** Returns p(z). A conditional prior takes its parameters. */
  prior(parameters: readonly Tensor[]): Distribution {
    return this.conditional
      ? familyDistribution(this.priorName, parameters)
      : priorDistribution(this.priorConfig);
  }

  /** @throws HelmholtzError (`graph`) if the inputs do not fit the distributions. */
  override build(inputShape: Shape | Shape[]): void {
    const inputCount = Array.isArray(inputShape[0]) ? inputShape.length : 1;
    const ofPrior = this.conditional ? parametersOf(this.priorName) : [];
    const expected = this.posteriorParameters + ofPrior.length + (this.atDraw ? 1 : 0);
    if (
      this.implicit
        ? inputCount < expected
        : inputCount !== expected && (this.atDraw || inputCount !== expected + 1)
    ) {
      const names = [...this.namesOfPosterior, ...(this.atDraw ? ['value'] : [])];
      const posterior = `the posterior's parameters (${names.join(', ')})`;
      const prior = this.conditional ? `, then the prior's (${ofPrior.join(', ')})` : '';
      throw new HelmholtzError('graph', `The KL divergence "${this.name}" has ${inputCount} inputs.`, {
        hint: `With the prior "${this.priorName}" it expects ${expected}: ${posterior}${prior}.`,
      });
    }
    if (this.implicit) {
      const value = (Array.isArray(inputShape[0]) ? inputShape[0] : inputShape) as Shape;
      this.valueRank = value.length - 1;
    }
    if (this.atDraw) {
      const [logProb, value] = [0, this.posteriorParameters].map((at) => itemAt(inputShape as Shape[], at));
      this.readShapes(logProb!, value!);
    }
    if (this.global) {
      this.examples = this.addWeight('examples', [], 'float32', initializers.ones(), undefined, false);
    }
    super.build(inputShape);
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape | Shape[] {
    return Array.isArray(inputShape[0]) ? this.passedOn(inputShape as Shape[]) : inputShape;
  }

  override call(inputs: Tensor | Tensor[], options: CallOptions): Tensor | Tensor[] {
    this.invokeCallHook(inputs, options);
    // Only `fit` collects losses, within the gradient of a step. Elsewhere a loss would never be
    // freed.
    if (options['training'] === true && PendingDivergences.expected) this.leave([inputs].flat());
    return Array.isArray(inputs) ? this.passedOn(inputs) : inputs;
  }

  override getConfig() {
    return {
      ...super.getConfig(),
      variable: { name: this.variable },
      posterior: { name: this.posteriorName },
      prior: { ...this.priorConfig },
      conditional: this.conditional,
      ...(this.global ? { global: true } : {}),
      ...(this.atDraw ? { atDraw: true } : {}),
      ...(this.atDraw && this.anyValue ? { parameterized: true } : {}),
      ...(this.implicit ? { implicit: true } : {}),
    };
  }

  private get namesOfPosterior(): readonly string[] {
    if (this.implicit) return ['value'];
    const ofFamily = this.anyValue ? parametersOf(this.posteriorName) : [];
    return this.atDraw ? ['logProb', ...ofFamily] : ofFamily;
  }

  /** @throws HelmholtzError (`graph`) if the log-density is not one number per example. */
  private readShapes(logProb: Shape, value: Shape): void {
    this.valueRank = value.length - 1;
    const ofExample = logProb.slice(1);
    if (ofExample.every((length) => length === 1) && ofExample.length < 2) return;
    throw new HelmholtzError(
      'graph',
      `The KL divergence "${this.name}" received log-densities of shape [${ofExample.join(', ')}].`,
      { hint: 'Expected one number per example: [batch, 1] or [batch].' },
    );
  }

  /** Returns [batch] for [batch, 1], and [samples, batch] for [samples, batch, 1]. */
  private ofExamples(logProb: Tensor): Tensor {
    const [first] = itemAt(this.inboundNodes, 0).inputTensors;
    return first!.shape.length === 1 ? logProb : reshape(logProb, logProb.shape.slice(0, -1));
  }

  /** Returns all inputs except the prior's parameters. */
  private passedOn<Value>(inputs: readonly Value[]): Value[] {
    return inputs.slice(0, inputs.length - (this.conditional ? parametersOf(this.priorName).length : 0));
  }

  private shareAmong(examples: number): void {
    const value = scalar(examples);
    this.examples!.write(value);
    value.dispose();
  }

  /** Returns log q(z) - log p(z) of each example. */
  private estimated(logProb: Tensor, value: Tensor, prior: Distribution): Tensor {
    const logPrior = sumOverEvents(prior.logProb(value), this.valueRank - prior.eventRank);
    return sub(this.ofExamples(logProb), logPrior);
  }

  private leave(parameters: readonly Tensor[]): void {
    const posterior = parameters.slice(0, this.posteriorParameters);
    const prior = parameters.slice(this.passedOn(parameters).length);
    this.pending.leave(parameters, () =>
      tidy(() => {
        const kl = this.implicit
          ? ratioOfExamples(this.name, this.ratio, this.passedOn(parameters))
          : this.atDraw
            ? this.estimated(itemAt(parameters, 0), itemAt(parameters, posterior.length), this.prior(prior))
            : sumOverEvents(klDivergence(this.posterior(posterior), this.prior(prior)));
        return mean<Scalar>(this.global ? div(kl, this.global.examples()) : kl);
      }),
    );
  }
}
