import type { Tensor } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';

import { type Role, roles } from '../description/description.js';
import type { Distribution, Support } from '@helmholtz/distributions';

// A layer class declares its role in the probabilistic model by these properties. A layer without
// them is deterministic. No layer draws random numbers.
type Layer = layers.Layer;

/** Input layer that receives new noise for every batch. */
export interface NoiseLayer extends Layer {
  readonly role: 'noise';
  /** Latent variable that this noise becomes. */
  readonly variable: string;
  /** Name of the noise source. */
  readonly source: string;
}

/**
 * Layer that passes the posterior's parameters through, and knows q(z given x) and p(z). Its inputs
 * are the posterior's parameters; the latent's value if the prior is computed after it; and the
 * prior's parameters if other latents determine the prior. It returns the inputs without the
 * prior's parameters.
 */
export interface DivergenceLayer extends Layer {
  readonly role: 'kl';
  /** Latent variable of this divergence. */
  readonly variable: string;
  /** Name of the posterior's family, if the layer declares it. */
  readonly posteriorName?: string;
  /** Name of the prior's family. */
  readonly priorName: string;
  /** Constants of the prior by name, if it has any. */
  readonly priorConstants?: Readonly<Record<string, number>>;
  /** Set for a global latent, which all examples share. */
  readonly global?: GlobalLatent | undefined;
  /**
   * Whether the posterior's density is known only at its draw. Then its one parameter is the
   * log-density there, [batch, 1] or [batch], and the latent's value follows it in the inputs.
   */
  readonly atDraw?: boolean;
  /**
   * Whether the posterior has no density at all. Then its one parameter is the latent's value.
   */
  readonly implicit?: boolean;
  /** With `atDraw`: whether the density is known at other values, too. */
  readonly anyValue?: boolean;
  /**
   * Whether its one output is not its input but a function of it, as the nearest code. False by
   * default.
   */
  readonly transforms?: boolean;
  /** Number of inputs that are the posterior's parameters: the first ones. */
  readonly posteriorParameters: number;
  posterior(parameters: readonly Tensor[]): Distribution;
  prior(parameters: readonly Tensor[]): Distribution;
}

/**
 * Latent with one value for the whole data set, such as the weights of a regression (a global
 * variable of Hoffman et al. 2013). Its divergence counts once for all N examples, so each example
 * has the share 1/N.
 */
export interface GlobalLatent {
  /** Returns N as a scalar: 1 before `adapt`. */
  examples(): Tensor;
  /** Sets the number of training examples, before the first step. */
  adapt(examples: number): void;
}

/** Layer that passes a tensor through and names it as the value of a latent variable. */
export interface LatentLayer extends Layer {
  readonly role: 'latent';
  readonly variable: string;
}

/**
 * Layer that returns its weights. Its input does not affect the value. It only makes the layer part
 * of the graph.
 */
export interface ParameterLayer extends Layer {
  readonly role: 'parameter';
  /**
   * Returns the weights.
   *
   * @param rows length of the first axis. Each row is the same.
   */
  values(rows: number): Tensor;
}

/** Step of a training, and its number of steps. */
export interface StepOfTraining {
  /** Number of steps before this one. */
  readonly step: number;
  readonly totalSteps: number;
}

/** Parameter layer whose values follow a schedule, such as a temperature that is annealed. */
export interface AnnealedLayer extends ParameterLayer {
  /** Name of the number among the coefficients of a step, such as `temperature/z`. */
  readonly annealed: string;
  /** Returns the number at a step. */
  at(step: StepOfTraining): number;
  /** Sets the layer's weight, which is saved with the model. */
  anneal(value: Tensor): void;
}

/**
 * Layer that draws from a distribution. Its inputs are the distribution's parameters and, last, the
 * noise.
 */
export interface DrawingLayer extends Layer {
  /** Returns the distribution of these parameters. */
  drawnFrom(parameters: readonly Tensor[]): Distribution;
}

/** Layer that passes the likelihood's parameters through and knows p(x given z). */
export interface LikelihoodLayer extends Layer {
  readonly role: 'likelihood';
  /** Observed variable: the name of the input layer that receives it. */
  readonly variable: string;
  /** Name of the likelihood's family. */
  readonly family: string;
  /** Support of the likelihood. Data are checked against it before training. */
  readonly support: Support;
  /** Whether values may be missing: NaN, whose terms are left out. False by default. */
  readonly missing?: boolean;
  /** Columns along the last axis, if their elements have different families, in order. */
  readonly columns?: readonly LikelihoodColumn[];
  /** Returns the parameters' shape for an event's shape; the event's shape by default. */
  parameterShape?(eventShape: readonly number[]): readonly number[];
  distribution(parameters: Tensor): Distribution;
  /**
   * Receives the mean of each element of the training set before the first step, if the likelihood
   * starts from it.
   */
  adapt?: ((mean: Float32Array) => void) | undefined;
}

/** Neighbouring elements of an observed vector with a likelihood of their own. */
export interface LikelihoodColumn {
  readonly name: string;
  /** Number of elements. */
  readonly size: number;
  readonly family: string;
  readonly support: Support;
}

/**
 * Returns whether a layer is a divergence layer that passes its inputs through unchanged.
 *
 * @example
 * ```ts
 * import { passesThrough } from '@helmholtz/core';
 * import { layers } from '@tensorflow/tfjs-layers';
 *
 * console.log(passesThrough(layers.dense({ units: 2 }))); // false
 * ```
 */
export function passesThrough(layer: Layer): layer is DivergenceLayer {
  return hasRole(layer, 'kl') && layer.transforms !== true;
}

interface RoleLayers {
  noise: NoiseLayer;
  kl: DivergenceLayer;
  latent: LatentLayer;
  parameter: ParameterLayer;
  likelihood: LikelihoodLayer;
}

/**
 * Returns the role that a layer's class declares; undefined for a deterministic layer.
 *
 * @example
 * ```ts
 * import { declaredRole } from '@helmholtz/core';
 * import { latent } from '@helmholtz/layers';
 * import { layers } from '@tensorflow/tfjs-layers';
 *
 * console.log(declaredRole(latent({ variable: 'z' }))); // latent
 * console.log(declaredRole(layers.dense({ units: 2 }))); // undefined
 * ```
 */
export function declaredRole(layer: Layer): Role | undefined {
  const { role } = layer as { role?: unknown };
  return roles.find((known) => known === role);
}

/**
 * Returns whether a layer has a role, and narrows its type to that role's interface.
 *
 * @example
 * ```ts
 * import { hasRole } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const { layers } = buildModel(defaultSpec('vae', [4])).layersModel;
 * for (const layer of layers) {
 *   if (hasRole(layer, 'kl')) console.log(layer.variable, layer.priorName); // z standardNormal
 * }
 * ```
 */
export function hasRole<R extends keyof RoleLayers>(layer: Layer, role: R): layer is RoleLayers[R] {
  return declaredRole(layer) === role;
}
