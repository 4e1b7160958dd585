import type { SymbolicTensor, layers } from '@tensorflow/tfjs-layers';
import type { z } from 'zod';

import type { Objective } from '../objectives/objective.js';
import type { PartReference } from '../spec/part-reference.js';
import type { LayerSpec } from '../spec/schema.js';
import type { Prior, SymbolicDistribution } from './prior.js';

/** A shape of one example, without the batch axis. */
export type EventShape = readonly number[];

/** What every part that a spec chooses by name has. */
export interface NamedPart<Name extends string = string> {
  readonly name: Name;
  /** One line, as `helmholtz list` shows it. */
  readonly description: string;
}

/** A part that takes options beside its name: `likelihood: { name: normal, scale: 0.1 }`. */
export interface ConfigurablePart<
  Name extends string = string,
  Options extends z.ZodType = z.ZodType,
> extends NamedPart<Name> {
  /** Checks the options and fills in their defaults. The types of options in a spec are derived from it. */
  readonly options: Options;
}

/** p(x given z): the head that ends a generative network. */
export interface LikelihoodPart<
  Name extends string = string,
  Options extends z.ZodType = z.ZodType,
> extends ConfigurablePart<Name, Options> {
  /** The shape of the one tensor of parameters that the generative network must produce for an event. */
  parameterShape(eventShape: EventShape, options: z.output<Options>, choose: ChooseLikelihood): EventShape;
  /** The layer that passes those parameters through and knows the distribution. */
  head(config: HeadConfig, options: z.output<Options>, choose: ChooseLikelihood): layers.Layer;
}

/** What a likelihood's layer is named, and the observed variable that it is of. */
export interface HeadConfig {
  readonly name: string;
  readonly variable: string;
}

/** Any likelihood on offer, as a spec states it: for a likelihood that is made of others. */
export type ChooseLikelihood = (reference: PartReference) => Likelihood;

/** q(z given x): from features of x to a named, reparameterized latent with its KL divergence in the graph. */
export interface PosteriorPart<
  Name extends string = string,
  Options extends z.ZodType = z.ZodType,
> extends ConfigurablePart<Name, Options> {
  /** The noise that a draw is a transformation of. A source that stands in for it will do, too. */
  readonly noise: string;
  /** Whether it can be of a global latent: then no parameter of it is computed from features. False by default. */
  readonly global?: boolean;
  /** Whether it is made of its prior, too, and so depends on the latents that decide the prior. False by default. */
  readonly weighsPrior?: boolean;
  /** @param features [batch, features]; returns the latent's value, [batch, size]. */
  sample(features: SymbolicTensor, latent: LatentConfig, options: z.output<Options>): SymbolicTensor;
}

/** p(z) that a graph computes from the posterior it is the prior of. */
export interface PriorPart<
  Name extends string = string,
  Options extends z.ZodType = z.ZodType,
> extends ConfigurablePart<Name, Options> {
  /** Layers that it adds are named after the variable: `<variable>_prior_<what>`. */
  of(posterior: SymbolicDistribution, variable: string, options: z.output<Options>): SymbolicDistribution;
}

/** p(z given other latents) that a graph computes from features of them. */
export interface ConditionalPriorPart<
  Name extends string = string,
  Options extends z.ZodType = z.ZodType,
> extends ConfigurablePart<Name, Options> {
  /** Layers that it adds are named after `name`. */
  of(features: SymbolicTensor, latent: SizedName, options: z.output<Options>): SymbolicDistribution;
}

export interface SizedName {
  readonly name: string;
  readonly size: number;
}

export interface ObjectivePart<
  Name extends string = string,
  Options extends z.ZodType = z.ZodType,
> extends ConfigurablePart<Name, Options> {
  create(options: z.output<Options>): Objective;
}

/** One latent of a graph. */
export interface LatentConfig {
  readonly variable: string;
  readonly size: number;
  readonly prior: Prior;
  /** The name of the noise source. */
  readonly noise: string;
  /** Whether there is one for all examples, with one posterior. Each example of a batch has a draw of its own. */
  readonly global?: boolean | undefined;
}

/** What turns one symbolic tensor into another: any function over layers. */
export type Network = (input: SymbolicTensor, config: NetworkConfig) => SymbolicTensor;

export interface NetworkConfig {
  readonly name: string;
  /** The shape that the network must end in, where one is asked of it. */
  readonly outputShape?: EventShape;
}

/**
 * The networks of a model by the names that its recipe or its objective has for them.
 *
 * @param layers those of a network that the spec declares none for.
 */
export type Networks = (name: string, layers?: readonly LayerSpec[]) => Network;

/** A chosen likelihood, with its options filled in. */
export interface Likelihood {
  parameterShape(eventShape: EventShape): EventShape;
  head(config: HeadConfig): layers.Layer;
}

/** A chosen posterior, with its options filled in. */
export interface Posterior {
  /** The noise that it takes where the spec names none; standard normal by default. */
  readonly noise?: string;
  /** As of the part. */
  readonly weighsPrior?: boolean | undefined;
  sample(features: SymbolicTensor, latent: LatentConfig): SymbolicTensor;
}

/** A chosen conditional prior, with its options filled in. */
export type ConditionalPriorOf = (features: SymbolicTensor, latent: SizedName) => SymbolicDistribution;

/** The parts of one model, each of which can be swapped by rebinding its token. */
export interface ModelParts {
  readonly networks: Networks;
  readonly likelihood: Likelihood;
  /** The likelihood of an observed variable: its own where the spec names one for it, else that of the model. */
  readonly likelihoodOf: (variable: string) => Likelihood;
  readonly posterior: Posterior;
  /** The posterior of a latent: its own where the spec names one for it, else that of the model. */
  readonly posteriorOf: (latent: string) => Posterior;
  readonly prior: Prior;
  /** The prior of a latent: its own where the spec names one for it, else that of the model. */
  readonly priorOf: (latent: string) => Prior;
  /** The prior of a latent that other latents decide. Normal by default. */
  readonly conditionalPriorOf: (latent: string) => ConditionalPriorOf;
  /** The name of the noise source. */
  readonly noise: string;
  /** The noise source of a latent: that of the model, or the one that its own posterior takes. */
  readonly noiseOf: (latent: string) => string;
}
