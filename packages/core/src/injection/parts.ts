import type { LayersModel, SymbolicTensor, layers } from '@tensorflow/tfjs-layers';
import type { z } from 'zod';

import type { PriorConfig } from '@helmholtz/distributions';
import type { Objective } from '../objectives/objective.js';
import type { PartReference } from '../spec/part-reference.js';
import type { LayerSpec, Spec, SpecInput } from '../spec/schema.js';

/** A shape of one example, without the batch axis. */
export type EventShape = readonly number[];

/** What every part that a spec chooses by name has. */
export interface NamedPart {
  readonly name: string;
  /** One line, as `helmholtz list` shows it. */
  readonly description: string;
}

/** A part that takes options beside its name: `likelihood: { name: normal, scale: 0.1 }`. */
export interface ConfigurablePart<Options> extends NamedPart {
  /** Checks the options and fills in their defaults. */
  readonly options: z.ZodType<Options>;
}

/** p(x given z): the head that ends a generative network. */
export interface LikelihoodPart<Options = unknown> extends ConfigurablePart<Options> {
  /** The shape of the one tensor of parameters that the generative network must produce for an event. */
  parameterShape(eventShape: EventShape, options: Options, choose: ChooseLikelihood): EventShape;
  /** The layer that passes those parameters through and knows the distribution. */
  head(config: { name: string; variable: string }, options: Options, choose: ChooseLikelihood): layers.Layer;
}

/** Any likelihood on offer, as a spec states it: for a likelihood that is made of others. */
export type ChooseLikelihood = (reference: PartReference) => Likelihood;

/** q(z given x): from features of x to a named, reparameterized latent with its KL divergence in the graph. */
export interface PosteriorPart<Options = unknown> extends ConfigurablePart<Options> {
  /** The noise that a draw is a transformation of; one that stands in for it will do, too. */
  readonly noise: string;
  /** Whether it can be of a global latent: then no parameter of it is computed from features. It can't unless given. */
  readonly global?: boolean;
  /** Whether it is made of its prior, too, and so depends on the latents that decide that. It is not unless given. */
  readonly weighsPrior?: boolean;
  /** @param features [batch, features]; returns the latent's value, [batch, size]. */
  sample(features: SymbolicTensor, variable: LatentConfig, options: Options): SymbolicTensor;
}

/** p(z) as a graph states it, of the posterior that it is the prior of: a part that a spec chooses by name. */
export interface PriorPart<Options = unknown> extends ConfigurablePart<Options> {
  /** Layers that it adds are named after the variable: `<variable>_prior_<what>`. */
  of(posterior: SymbolicDistribution, variable: string, options: Options): SymbolicDistribution;
}

/** A chosen prior that a graph states, with its options filled in. */
export interface PriorOfPosterior {
  readonly of: (posterior: SymbolicDistribution, variable: string) => SymbolicDistribution;
}

/** p(z) of a spec: by constants, or as a graph states it. */
export type Prior = PriorConfig | PriorOfPosterior;

export interface LatentConfig {
  readonly variable: string;
  readonly size: number;
  /**
   * p(z), or p(z given other latents), whose parameters are tensors of the graph; or what is told the posterior, where the
   * prior can only be stated after the draw and adds the divergence then.
   */
  readonly prior: Prior | SymbolicDistribution | PriorAfterDraw;
  /** The name of the noise source. */
  readonly noise: string;
  /** Whether there is one for all examples, with one posterior. Each example of a batch has a draw of its own. */
  readonly global?: boolean | undefined;
}

/** Stands in for a prior that depends on what is drawn from the posterior. */
export type PriorAfterDraw = (posterior: SymbolicDistribution) => void;

/** A distribution that a graph computes the parameters of: `{ family: 'normal', parameters: { loc, logVariance } }`. */
export interface SymbolicDistribution {
  /** The name of a registered family that a graph can state. */
  readonly family: string;
  /** By their names, [batch, ...shape] each. */
  readonly parameters: Readonly<Record<string, SymbolicTensor>>;
  /** Whether it is a posterior that is known at its draw alone, by its one parameter `logProb`: a normalizing flow. */
  readonly atDraw?: true;
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

export interface ObjectivePart<Options = unknown> extends ConfigurablePart<Options> {
  create(options: Options): Objective;
}

/** The chosen likelihood, posterior and objective, with their options filled in. */
export interface Likelihood {
  parameterShape(eventShape: EventShape): EventShape;
  head(config: { name: string; variable: string }): layers.Layer;
}

export interface Posterior {
  /** The noise that it takes where the spec names none; standard normal unless given. */
  readonly noise?: string;
  /** As of the part. */
  readonly weighsPrior?: boolean | undefined;
  sample(features: SymbolicTensor, variable: LatentConfig): SymbolicTensor;
}

/** What a recipe is given: everything that can be swapped by rebinding it. */
export interface RecipeParts {
  /**
   * One of the networks that the recipe takes; its layers are named after it unless `config` names them otherwise.
   *
   * @throws HelmholtzError (`usage`) where the spec does not declare it.
   */
  readonly network: (
    name: string,
  ) => (input: SymbolicTensor, config?: Partial<NetworkConfig>) => SymbolicTensor;
  readonly likelihood: Likelihood;
  /** The likelihood of an observed variable: its own where the spec names one for it, else that of the spec. */
  readonly likelihoodOf: (variable: string) => Likelihood;
  readonly posterior: Posterior;
  readonly prior: Prior;
  /** The name of the noise source. */
  readonly noise: string;
}

/** What a spec may say of variables, and a recipe takes where it says so: data beside x, or what each is computed from. */
export type TakenOfVariables = 'inputs' | 'sources';

/** What a command line says of a model that its networks follow from, and the data of what they are examples of. */
export interface RecipeSizes {
  /** What is observed: its name, and the shape in which its examples come. */
  readonly observed: { readonly name: string; readonly shape: EventShape };
  /** The latents, from x up; the recipe's own unless given. */
  readonly latents?: readonly { readonly name: string; readonly size: number }[] | undefined;
  /** The units of the hidden layers of a network, from x up; the recipe's own unless given. */
  readonly hidden?: readonly number[] | undefined;
  /** p(x given z), which networks may have to suit; the recipe's own unless given. */
  readonly likelihood?: SpecInput['likelihood'] | undefined;
}

/** What a recipe's name alone declares: a whole spec but for what the schema has defaults for. */
export type RecipeDeclaration = Omit<SpecInput, 'recipe'> & Pick<Partial<SpecInput>, 'recipe'>;

/** A small module that turns a spec and its injected parts into a layers graph. */
export interface Recipe<Options = unknown> extends NamedPart {
  /** Checks the options beside its name in a spec, `recipe: { name: mine, depth: 3 }`; it takes none unless given. */
  readonly options?: z.ZodType<Options>;
  /** The networks that it takes, or how they follow from the spec; `recognition` and `generative` unless given. */
  readonly networks?: readonly string[] | ((spec: Spec, options: Options) => readonly string[]);
  /** What of a spec's variables it takes beside x and latents of a size; nothing unless given. */
  readonly takes?: readonly TakenOfVariables[];
  /** What its name alone declares, at the sizes that are given; dense networks and one latent unless given. */
  declare?(this: void, sizes: RecipeSizes): RecipeDeclaration;
  build(spec: Spec, parts: RecipeParts, options: Options): LayersModel;
}
