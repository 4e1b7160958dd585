import { HelmholtzError } from '@helmholtz/base';
import type { GlobalLatent } from '@helmholtz/core';
import {
  checkPrior,
  DensityAtDraw,
  type Distribution,
  familyDistribution,
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
import type { CallOptions, LayerConfig, Named, Shape } from './layer.js';
import { PendingDivergences } from './pending-divergences.js';

interface KLDivergenceConfig extends LayerConfig {
  readonly variable: Named;
  /** The posterior's family. */
  readonly posterior: Named;
  /** The prior's family, with its constants unless it is conditional. */
  readonly prior: PriorConfig;
  readonly conditional: boolean;
  /** Whether all examples share the latent; not unless given. */
  readonly global?: boolean;
  /** Whether the posterior is known at its draw alone. False by default. */
  readonly atDraw?: boolean;
}

/**
 * The identity on the parameters of a posterior, which adds KL(q(z given x), p(z)) to the loss: summed over the event,
 * averaged over the batch. For a normal posterior it is called on [loc, logVariance], each [batch, ...event]; with the
 * standard normal prior the divergence is then -1/2 sum(1 + logVariance - loc^2 - exp(logVariance)) (Kingma and Welling
 * 2014, appendix B).
 *
 * With a conditional prior, p(z given other variables), it is called on the posterior's parameters followed by the
 * prior's, and passes the posterior's on. Where what decides the prior is itself drawn from z, as in a hierarchy that
 * is recognised from the bottom up, the value of z is called between the two and passed on as well: what comes after
 * takes it from there, so that the divergence lies on its way.
 *
 * Of a posterior that is known at its draw alone (`atDraw`), such as a normalizing flow, the layer is called on log q(z) at
 * the draw, [batch, 1] or [batch], and on the value z, then on the prior's parameters. It passes the first two on, and its
 * divergence is an estimate: log q(z) - log p(z).
 *
 * Of a global latent, which all examples share, it adds the share of one: the divergence over their number N. Our trainer
 * tells it N; under `fit`, `layer.global.adapt(N)` does.
 *
 * Our trainer reads the two distributions off the layer. Under TensorFlow.js' own `fit` the layer adds its loss itself,
 * right also where it is shared or inside a nested model.
 */
export class KLDivergence extends layers.Layer {
  static readonly className = 'KLDivergence';
  readonly role = 'kl';
  readonly variable: string;
  /** The name of the posterior's family. */
  readonly posteriorName: string;
  /** How many of the tensors that the layer is called on are the posterior's parameters: the first ones. */
  readonly posteriorParameters: number;
  readonly global: GlobalLatent | undefined;
  /** Whether the posterior is known at its draw alone. */
  readonly atDraw: boolean;
  private examples: LayerVariable | undefined;
  /** Of a value, without the batch axis. */
  private valueRank = 1;
  private readonly priorConfig: PriorConfig;
  private readonly conditional: boolean;
  private readonly pending = new PendingDivergences();

  /** @throws HelmholtzError (`usage`) for a posterior or a prior that there is not, or that do not go together. */
  constructor(config: KLDivergenceConfig) {
    super(config);
    this.variable = config.variable.name;
    this.posteriorName = config.posterior.name;
    this.atDraw = config.atDraw ?? false;
    this.posteriorParameters = this.namesOfPosterior.length;
    this.priorConfig = config.prior;
    this.conditional = config.conditional;
    if (config.global)
      this.global = { examples: () => this.examples!.read(), adapt: (n) => this.shareAmong(n) };
    // Fails now rather than at the first batch where the prior is not one.
    if (this.conditional) parametersOf(this.priorName);
    else tidy(() => checkDensity(priorDistribution(config.prior)));
    checkPrior(this.variable, this.posteriorName, this.priorName);
    this.addLoss(() => this.pending.take());
  }

  /** The name of the prior's family. */
  get priorName(): string {
    return this.priorConfig.name;
  }

  /** The prior's constants by name; none where other variables decide the prior. */
  get priorConstants(): Readonly<Record<string, number>> {
    return this.conditional ? {} : priorConstants(this.priorConfig);
  }

  /** q(z given x), from the posterior's parameters. */
  posterior(parameters: readonly Tensor[]): Distribution {
    if (!this.atDraw) return familyDistribution(this.posteriorName, parameters);
    const [logProb] = parameters as [Tensor];
    return new DensityAtDraw(this.posteriorName, this.ofExamples(logProb), this.valueRank);
  }

  /** p(z), from the prior's parameters where it is conditional. */
  prior(parameters: readonly Tensor[]): Distribution {
    return this.conditional
      ? familyDistribution(this.priorName, parameters)
      : priorDistribution(this.priorConfig);
  }

  /** @throws HelmholtzError (`graph`) for inputs that do not go with the distributions. */
  override build(inputShape: Shape | Shape[]): void {
    const given = Array.isArray(inputShape[0]) ? inputShape.length : 1;
    const ofPrior = this.conditional ? parametersOf(this.priorName) : [];
    const expected = this.posteriorParameters + ofPrior.length + (this.atDraw ? 1 : 0);
    if (given !== expected && (this.atDraw || given !== expected + 1)) {
      const names = [...this.namesOfPosterior, ...(this.atDraw ? ['value'] : [])];
      const posterior = `the posterior's parameters (${names.join(', ')})`;
      const prior = this.conditional ? `, then the prior's (${ofPrior.join(', ')})` : '';
      throw new HelmholtzError('graph', `The divergence "${this.name}" was called on ${given} tensors.`, {
        hint: `With the prior "${this.priorName}" it takes ${expected}: ${posterior}${prior}.`,
      });
    }
    if (this.atDraw) this.readShapes(inputShape as Shape[]);
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
    // Only `fit` collects losses, within the gradient of a step; otherwise nothing would ever take what was left here.
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
    };
  }

  private get namesOfPosterior(): readonly string[] {
    return this.atDraw ? ['logProb'] : parametersOf(this.posteriorName);
  }

  /** @throws HelmholtzError (`graph`) for a log-density that is not one number for each example. */
  private readShapes([logProb, value]: readonly Shape[]): void {
    this.valueRank = value!.length - 1;
    const ofExample = logProb!.slice(1);
    if (ofExample.every((length) => length === 1) && ofExample.length < 2) return;
    throw new HelmholtzError(
      'graph',
      `The divergence "${this.name}" was given log-densities of shape [${ofExample.join(', ')}].`,
      { hint: 'A log-density at a draw is one number for each example: [batch, 1] or [batch].' },
    );
  }

  /** [batch] of [batch, 1]; of several samples, [samples, batch] of [samples, batch, 1]. */
  private ofExamples(logProb: Tensor): Tensor {
    const [of] = this.inboundNodes[0]!.inputTensors;
    return of!.shape.length === 1 ? logProb : reshape(logProb, logProb.shape.slice(0, -1));
  }

  /** All but the prior's parameters. */
  private passedOn<Value>(inputs: readonly Value[]): Value[] {
    return inputs.slice(0, inputs.length - (this.conditional ? parametersOf(this.priorName).length : 0));
  }

  private shareAmong(examples: number): void {
    const value = scalar(examples);
    this.examples!.write(value);
    value.dispose();
  }

  /** log q(z) - log p(z) of each example. */
  private estimated(logProb: Tensor, value: Tensor, prior: Distribution): Tensor {
    const logPrior = sumOverEvents(prior.logProb(value), this.valueRank - prior.eventRank);
    return sub(this.ofExamples(logProb), logPrior);
  }

  private leave(parameters: readonly Tensor[]): void {
    const posterior = parameters.slice(0, this.posteriorParameters);
    const prior = parameters.slice(this.passedOn(parameters).length);
    this.pending.leave(parameters, () =>
      tidy(() => {
        const kl = this.atDraw
          ? this.estimated(parameters[0]!, parameters[1]!, this.prior(prior))
          : sumOverEvents(klDivergence(this.posterior(posterior), this.prior(prior)));
        return mean<Scalar>(this.global ? div(kl, this.global.examples()) : kl);
      }),
    );
  }
}

export interface KLDivergenceOptions extends LayerConfig {
  /** The latent variable's name; `z` unless given. */
  readonly variable?: string;
  /** The name of the posterior's family; `normal` unless given. */
  readonly posterior?: string;
  /** p(z): the name of its family, with constants unless it is conditional. Standard normal by default. */
  readonly prior?: PriorConfig;
  /** Whether the graph computes the prior's parameters. The layer is then called on them, too. False by default. */
  readonly conditional?: boolean;
  /** Whether there is one latent for all examples: each then adds its share to the loss, KL / N. */
  readonly global?: boolean | undefined;
  /**
   * Whether the posterior is known at its draw alone; then it need not be a registered family, and the layer is called on
   * its log-density and the value: `klDivergenceLayer({ posterior: 'planar', atDraw: true }).apply([logProb, z])`.
   */
  readonly atDraw?: boolean | undefined;
}

/** The KL-divergence layer: `klDivergenceLayer().apply([loc, logVariance])`. */
export function klDivergenceLayer({
  variable = 'z',
  name = `${variable}_kl`,
  posterior = 'normal',
  prior = { name: 'standardNormal' },
  conditional = false,
  global = false,
  atDraw = false,
  ...config
}: KLDivergenceOptions = {}): KLDivergence {
  return new KLDivergence({
    ...config,
    name,
    variable: { name: variable },
    posterior: { name: posterior },
    prior,
    conditional,
    global,
    atDraw,
  });
}
