import { entryOf } from '@helmholtz/base';
import { type Tensor, type Variable, add } from '@tensorflow/tfjs-core';
import type { LayerVariable, LayersModel } from '@tensorflow/tfjs-layers';

import type { ModelDescription } from '../description/description.js';
import type { Distribution } from '@helmholtz/distributions';
import type { Spec } from '../spec/schema.js';
import { AnnealedNumbers } from './annealed.js';
import { atPosteriorMeans } from './at-posterior-means.js';
import { ChangedInputs } from './changed-inputs.js';
import { type CodeNoise, codeNoise } from './code-noise.js';
import type { NamedTensors } from './conditional.js';
import { describeModel } from './describe.js';
import { withOwnedNetworks } from './describe-networks.js';
import { checkBatch, checkFeeds } from './feeds.js';
import { GenerativeDirection } from './generative-direction.js';
import { modelTerms, termSlots } from './model-terms.js';
import { GraphView, type ViewOptions, type ViewedBatch } from './graph-view.js';
import type { GraphGroup, ModelView } from './model-view.js';
import { generativeWeights } from './weight-groups.js';
import type { OwnedNetwork } from './owned-network.js';
import { GraphPlan, type Slot } from './plan.js';
import { hasRole } from './roles.js';
import { TermsExecution } from './terms-execution.js';
import type { ModelTerms, TermsOptions } from './terms.js';
import {
  type DeclaredKl,
  type InputVariable,
  type LatentVariable,
  type NoiseVariable,
  type ObservedVariable,
  findInputs,
  findLatents,
  findObserved,
  slotsOf,
} from './variables.js';
import { graphWeights } from './weights.js';

/**
 * Layers graph as a probabilistic model: a pure function of weights, data and noise.
 *
 * The graph remains an ordinary `LayersModel`. Its layers declare which tensors are latents,
 * observed variables and noise.
 *
 * @example
 * ```ts
 * import { LatentVariableModel, constantPrior } from '@helmholtz/core';
 * import { bernoulliLikelihood, latentVariableGraph, normalPosterior } from '@helmholtz/layers';
 * import { type SymbolicTensor, input, layers } from '@tensorflow/tfjs-layers';
 *
 * const x = input({ shape: [4], name: 'x' });
 * const prior = constantPrior('normal');
 * const latent = { variable: 'z', size: 2, noise: 'standardNormal', prior };
 * const z = normalPosterior.sample(x, latent, { scale: 'logVariance' });
 * const logits = layers.dense({ units: 4, name: 'logits' }).apply(z);
 * const head = bernoulliLikelihood({ variable: 'x' }).apply(logits) as SymbolicTensor;
 * const graph = latentVariableGraph({ name: 'mine', inputs: [x], outputs: [head] });
 * console.log(new LatentVariableModel(graph).latents[0]?.name); // z
 * ```
 */
export class LatentVariableModel {
  readonly plan: GraphPlan;
  /** Data inputs: observed variables, and other known facts of an example, such as its label. */
  readonly inputs: readonly InputVariable[];
  readonly noise: readonly NoiseVariable[];
  readonly latents: readonly LatentVariable[];
  readonly observed: readonly ObservedVariable[];
  /** Numbers that follow a schedule in training, such as temperatures. */
  readonly annealed: AnnealedNumbers;
  /** Variables of the graph, then of the networks, by stable names. */
  readonly weights: ReadonlyMap<string, LayerVariable>;
  private readonly execution: TermsExecution;
  private readonly generative: GenerativeDirection;
  /** Split graphs by the names of the changed inputs. */
  private readonly changes = new Map<string, ChangedInputs>();
  private noiseless: ((inputs: readonly Tensor[], drawn: CodeNoise) => Tensor[]) | undefined;

  /**
   * @param spec spec that the graph was built from, if any.
   * @param networks networks that an objective owns, beside the graph.
   * @param declaredKl kinds of KL divergence that posteriors declare, by latent.
   * @throws HelmholtzError (`graph`) if a likelihood names an input that the graph lacks.
   */
  constructor(
    readonly layersModel: LayersModel,
    readonly spec?: Spec,
    readonly networks: readonly OwnedNetwork[] = [],
    declaredKl?: ReadonlyMap<string, DeclaredKl>,
  ) {
    this.plan = new GraphPlan(layersModel);
    this.annealed = new AnnealedNumbers(this.plan);
    this.weights = new Map([...graphWeights(this.plan), ...networks.flatMap(({ weights }) => [...weights])]);
    ({ inputs: this.inputs, noise: this.noise } = findInputs(layersModel, this.plan));
    this.latents = findLatents(this.plan, this.inputs, declaredKl);
    this.observed = findObserved(this.plan, this.inputs);
    this.generative = new GenerativeDirection(this.plan, this.latents, this.observed, this.inputs);
    this.execution = new TermsExecution(this.plan, this);
  }

  /** Plain-data description of the graph and of the objective's networks. */
  get description(): ModelDescription {
    return withOwnedNetworks(describeModel(this.layersModel), this.networks);
  }

  /** Trainable variables of the graph, without those of the objective's networks. */
  get trainableVariables(): Variable[] {
    return this.layersModel.trainableWeights.map((weight) => weight.read() as Variable);
  }

  /**
   * Returns the model's distributions at a batch and a draw of noise. Each call of the graph runs
   * once. With several samples, layers that do not depend on noise run on the batch alone, such as
   * the recognition network.
   *
   * @param inputs one tensor [batch, ...shape] per element of `this.inputs`.
   * @param noise one tensor [batch, ...shape] per element of `this.noise`; [samples * batch,
   *   ...shape] with `samples`, first sample first.
   * @throws HelmholtzError (`data`) if batch sizes or shapes differ.
   */
  terms(inputs: readonly Tensor[], noise: readonly Tensor[], options: TermsOptions = {}): ModelTerms {
    checkBatch(this, inputs, noise, options.samples);
    return this.execution.run(inputs, noise, options);
  }

  /**
   * Returns a view of a batch and its draw of noise. It can compute terms again with other values
   * of an input.
   */
  view(batch: ViewedBatch, options: ViewOptions = {}): ModelView {
    return new GraphView(this, batch, options);
  }

  /** Returns the trainable weights of the generative or the recognition network. */
  weightsOf(group: GraphGroup): Variable[] {
    const names = generativeWeights(this);
    const generative = new Set([...names].map((name) => entryOf(this.weights, name).read()));
    return this.trainableVariables.filter(
      (variable) => generative.has(variable) === (group === 'generative'),
    );
  }

  /** Returns the graph split for other values of the named inputs. */
  changedInputs(names: readonly string[]): ChangedInputs {
    const key = names.join();
    let changes = this.changes.get(key);
    if (!changes) {
      const [changed, given] = [true, false].map((isChanged) =>
        slotsOf(this.inputs.filter(({ name }) => names.includes(name) === isChanged)),
      ) as [Slot[], Slot[]];
      const slots = { given, changed, noise: slotsOf(this.noise), fetched: termSlots(this) };
      this.changes.set(key, (changes = new ChangedInputs(this.plan, slots)));
    }
    return changes;
  }

  /**
   * Returns the model's distributions with every latent at the mean of its posterior. In a
   * hierarchy, each posterior is computed at the means of the latents before it. A latent without a
   * name, or without a posterior mean, is at its value for noise of zero; at a draw if zero is not
   * the centre of its noise.
   *
   * @param inputs one tensor [batch, ...shape] per element of `this.inputs`.
   * @param drawn returns the noise of such draws; of seed 0 by default.
   */
  termsAtPosteriorMeans(inputs: readonly Tensor[], drawn: CodeNoise = codeNoise()): ModelTerms {
    checkFeeds(this.inputs, inputs);
    this.noiseless ??= atPosteriorMeans(this);
    return this.termsOf(inputs, this.noiseless(inputs, drawn));
  }

  /**
   * Returns the likelihood of each observed variable given values of the latents and of the inputs
   * that it depends on.
   *
   * @throws HelmholtzError (`data`) if a value is missing; (`graph`) if a likelihood depends on
   *   noise directly.
   */
  decode(latents: NamedTensors, inputs: NamedTensors = {}): Distribution[] {
    return this.generative.likelihoods({ ...inputs, ...latents });
  }

  /**
   * Returns the prior of a latent given the latents and inputs that it depends on.
   *
   * @throws HelmholtzError (`data`) if a value is missing; (`graph`) for a latent without a prior.
   */
  priorOf(latent: LatentVariable, latents: NamedTensors = {}, inputs: NamedTensors = {}): Distribution {
    return this.generative.prior(latent, { ...inputs, ...latents });
  }

  /** Latents in ancestral order: each after the latents that its prior depends on. */
  get ancestralOrder(): readonly LatentVariable[] {
    return this.generative.ancestralOrder;
  }

  /**
   * Returns the sum of the losses that layers add, such as weight decay; undefined if no layer adds
   * any.
   */
  regularization(): Tensor | undefined {
    const layers = new Set(this.plan.calls.map((call) => call.layer));
    const losses = [...layers].flatMap((layer) => (hasRole(layer, 'kl') ? [] : layer.calculateLosses()));
    return losses.length === 0 ? undefined : losses.reduce((sum, loss) => add(sum, loss));
  }

  /**
   * Builds the terms.
   *
   * @param tensors values of `termSlots`.
   */
  termsOf(inputs: readonly Tensor[], tensors: readonly Tensor[], samples?: number): ModelTerms {
    return modelTerms(this, inputs, tensors, samples);
  }
}
