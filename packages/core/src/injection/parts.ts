import type { SymbolicTensor, layers } from '@tensorflow/tfjs-layers';
import type { z } from 'zod';

import type { KlKind } from '../graph/kl-kind.js';
import type { Objective } from '../objectives/objective.js';
import type { PartReference } from '../spec/part-reference.js';
import type { LayerSpec } from '../spec/schema.js';
import type { DeclaredKl } from '../graph/variables.js';
import type { Prior, SymbolicDistribution } from './prior.js';

/** Shape of one example, without the batch axis. */
export type EventShape = readonly number[];

/** Properties of every part that a spec chooses by name. */
export interface NamedPart<Name extends string = string> {
  readonly name: Name;
  /** One line for `helmholtz list`. */
  readonly description: string;
}

/** Part with options beside its name: `likelihood: { name: normal, scale: 0.1 }`. */
export interface ConfigurablePart<
  Name extends string = string,
  Options extends z.ZodType = z.ZodType,
> extends NamedPart<Name> {
  /**
   * Schema of the options, with their defaults. The types of options in a spec are derived from it.
   */
  readonly options: Options;
}

/** p(x given z): the head at the end of a generative network. */
export interface LikelihoodPart<
  Name extends string = string,
  Options extends z.ZodType = z.ZodType,
> extends ConfigurablePart<Name, Options> {
  /**
   * Returns the shape of the tensor of parameters that the generative network must output for an
   * event.
   */
  parameterShape(eventShape: EventShape, options: z.output<Options>, choose: ChooseLikelihood): EventShape;
  /**
   * Returns the exposures whose logarithms are added to the log-rates among the parameters. None by
   * default.
   */
  exposures?(
    eventShape: EventShape,
    options: z.output<Options>,
    choose: ChooseLikelihood,
  ): readonly Exposure[];
  /** Returns the layer that passes these parameters through and knows the distribution. */
  head(config: HeadConfig, options: z.output<Options>, choose: ChooseLikelihood): layers.Layer;
}

/** Data input whose logarithm is added to the log-rates of a likelihood. */
export interface Exposure {
  /** Name of the input, [batch, 1]: one number for each example. */
  readonly input: string;
  /** Whether the input holds logarithms of exposures, an offset. */
  readonly logarithm: boolean;
  /** Places of the log-rates on the last axis of the parameters. */
  readonly places: readonly { readonly begin: number; readonly size: number }[];
}

/** Name of a likelihood's layer, and its observed variable. */
export interface HeadConfig {
  readonly name: string;
  readonly variable: string;
  /** Whether values may be missing: NaN, whose terms are left out. False by default. */
  readonly missing?: boolean | undefined;
}

/** Returns any registered likelihood by reference, for a likelihood that combines others. */
export type ChooseLikelihood = (reference: PartReference) => Likelihood;

/**
 * q(z given x): computes a named, reparameterized latent from features of x, and adds its KL
 * divergence to the graph.
 */
export interface PosteriorPart<
  Name extends string = string,
  Options extends z.ZodType = z.ZodType,
> extends ConfigurablePart<Name, Options> {
  /** Name of the noise source that a draw transforms. A compatible source may replace it. */
  readonly noise: string;
  /**
   * Whether it supports a global latent, whose parameters are not computed from features. False by
   * default.
   */
  readonly global?: boolean;
  /**
   * Whether it combines the prior's parameters, and so depends on the same latents as the prior.
   * False by default.
   */
  readonly weighsPrior?: boolean;
  /**
   * Kinds of KL divergence that it supports; all by default. Objectives use no other kind, even if
   * the families of posterior and prior have it. With an empty list, no objective can use the
   * divergence.
   */
  readonly kl?: readonly KlKind[];
  /**
   * Returns the latent's value, [batch, size].
   *
   * @param features tensor [batch, features].
   */
  sample(features: SymbolicTensor, latent: LatentConfig, options: z.output<Options>): SymbolicTensor;
  /**
   * Returns the latent's value, [batch, size], from one expert for each modality. A posterior with
   * this function is for recipes with experts, which call it in place of `sample`.
   */
  combine?(experts: readonly Expert[], latent: LatentConfig, options: z.output<Options>): SymbolicTensor;
}

/** Features of one modality, or of several, from which a posterior computes an expert. */
export interface Expert {
  /** Prefix of the names of its layers, such as the modality. */
  readonly name: string;
  /** [batch, ...features] */
  readonly features: SymbolicTensor;
  /** 1 where the modality is present, else 0: [batch, 1]. */
  readonly present: SymbolicTensor;
}

/** p(z) that a graph computes from the posterior of the same latent. */
export interface PriorPart<
  Name extends string = string,
  Options extends z.ZodType = z.ZodType,
> extends ConfigurablePart<Name, Options> {
  /**
   * Returns the prior. Name the layers that it adds after the variable: `<variable>_prior_<role>`.
   */
  build(posterior: SymbolicDistribution, variable: string, options: z.output<Options>): SymbolicDistribution;
}

/** p(z given other latents) that a graph computes from their features. */
export interface ConditionalPriorPart<
  Name extends string = string,
  Options extends z.ZodType = z.ZodType,
> extends ConfigurablePart<Name, Options> {
  /** Returns the prior. Name the layers that it adds after `latent.name`. */
  build(features: SymbolicTensor, latent: SizedName, options: z.output<Options>): SymbolicDistribution;
}

/** Latent by name and number of elements. */
export interface SizedName {
  readonly name: string;
  readonly size: number;
}

/** Objective that a spec chooses by name. */
export interface ObjectivePart<
  Name extends string = string,
  Options extends z.ZodType = z.ZodType,
  Network extends string = string,
> extends ConfigurablePart<Name, Options> {
  /** Names of the networks that the objective owns. A spec may declare their layers. */
  readonly networks?: readonly Network[] | undefined;
  create(options: z.output<Options>): Objective;
}

/** Latent that a posterior draws. */
export interface LatentConfig {
  readonly variable: string;
  readonly size: number;
  readonly prior: Prior;
  /** Name of the noise source. */
  readonly noise: string;
  /** Whether all examples share one posterior. Each example of a batch still has its own draw. */
  readonly global?: boolean | undefined;
}

/** Function from one symbolic tensor to another, built from layers. */
export type Network = (input: SymbolicTensor, config: NetworkConfig) => SymbolicTensor;

export interface NetworkConfig {
  readonly name: string;
  /** Required shape of the output, if any. */
  readonly outputShape?: EventShape;
}

/**
 * Networks of a model by the names that its recipe or objective uses.
 *
 * @param layers layers of a network that the spec does not declare.
 */
export type Networks = (name: string, layers?: readonly LayerSpec[]) => Network;

/** Chosen likelihood with its options. */
export interface Likelihood {
  parameterShape(eventShape: EventShape): EventShape;
  /** See `LikelihoodPart.exposures`. */
  exposures?(eventShape: EventShape): readonly Exposure[];
  head(config: HeadConfig): layers.Layer;
}

/** Chosen posterior with its options. */
export interface Posterior {
  /** Noise source if the spec names none; standard normal by default. */
  readonly noise?: string;
  /** See `PosteriorPart.weighsPrior`. */
  readonly weighsPrior?: boolean | undefined;
  /** Supported kinds of KL divergence, with the posterior's name; all kinds by default. */
  readonly declaredKl?: DeclaredKl | undefined;
  sample(features: SymbolicTensor, latent: LatentConfig): SymbolicTensor;
  /** Set for a posterior that combines experts. See `PosteriorPart.combine`. */
  readonly combine?: ((experts: readonly Expert[], latent: LatentConfig) => SymbolicTensor) | undefined;
  /** Name of the part, for error messages. */
  readonly name?: string | undefined;
}

/** Chosen conditional prior with its options. */
export type ConditionalPriorOf = (features: SymbolicTensor, latent: SizedName) => SymbolicDistribution;

/** Parts of one model. Each can be replaced by rebinding its token. */
export interface ModelParts {
  readonly networks: Networks;
  readonly likelihood: Likelihood;
  /**
   * Returns the likelihood of an observed variable: its own if the spec names one, else the
   * model's.
   */
  readonly likelihoodOf: (variable: string) => Likelihood;
  readonly posterior: Posterior;
  /** Returns the posterior of a latent: its own if the spec names one, else the model's. */
  readonly posteriorOf: (latent: string) => Posterior;
  readonly prior: Prior;
  /** Returns the prior of a latent: its own if the spec names one, else the model's. */
  readonly priorOf: (latent: string) => Prior;
  /** Returns the conditional prior of a latent. Normal by default. */
  readonly conditionalPriorOf: (latent: string) => ConditionalPriorOf;
  /** Name of the noise source. */
  readonly noise: string;
  /**
   * Returns the noise source of a latent: the source that its posterior requires, or the model's.
   */
  readonly noiseOf: (latent: string) => string;
}
