import type { Tensor } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';

import { type Role, roles } from '../description/description.js';
import type { Distribution, Support } from '@helmholtz/distributions';

/**
 * What a layer class declares to take part in a probabilistic model. A graph's meaning is read off these
 * properties; a layer without them is deterministic. Every one of these layers passes its inputs through,
 * combines them or leaves them unread: none draws random numbers.
 */
type Layer = layers.Layer;

/** An input layer that is filled with fresh noise for every batch. */
export interface NoiseLayer extends Layer {
  readonly role: 'noise';
  /** The latent variable that this noise becomes. */
  readonly variable: string;
  /** The name of the noise source. */
  readonly source: string;
}

/**
 * Passes the posterior's parameters through and knows both q(z given x) and p(z). It is called on what it passes on,
 * output by output: the posterior's parameters, and the latent's value where that stands on the way to the prior; then on
 * the prior's parameters, where other latents decide the prior.
 */
export interface DivergenceLayer extends Layer {
  readonly role: 'kl';
  /** The latent variable whose divergence this is. */
  readonly variable: string;
  /** The name of the posterior's family, where the layer says it. */
  readonly posteriorName?: string;
  /** The name of the prior's family. */
  readonly priorName: string;
  /** The prior's constants by name, where it has any. */
  readonly priorConstants?: Readonly<Record<string, number>>;
  /** Of a global latent, which all examples share. */
  readonly global?: GlobalLatent | undefined;
  /**
   * Whether the posterior is known at its draw alone: its one parameter is then its log-density there, [batch, 1] or
   * [batch], and the layer is called on the value after it.
   */
  readonly atDraw?: boolean;
  /** How many of the tensors that it is called on are the posterior's: the first ones. */
  readonly posteriorParameters: number;
  posterior(parameters: readonly Tensor[]): Distribution;
  prior(parameters: readonly Tensor[]): Distribution;
}

/**
 * A latent of which there is one for the whole data set, as the weights of a regression (a global variable of Hoffman et al.
 * 2013). Its divergence counts once for all examples, so each of these has the share 1/N of it.
 */
export interface GlobalLatent {
  /** N, a scalar: 1 until it is told. */
  examples(): Tensor;
  /** Told the number of examples that it is learned from, before the first step. */
  adapt(examples: number): void;
}

/** Passes a tensor through and names it: the value of a latent variable. */
export interface LatentLayer extends Layer {
  readonly role: 'latent';
  readonly variable: string;
}

/**
 * States weights as they are. What it is called on has no part in its value: where that has a batch axis, the weights are
 * the same for each of the batch, and so it stands in a graph as what nothing is fed to.
 */
export interface ParameterLayer extends Layer {
  readonly role: 'parameter';
  /** @param rows the length of the first axis. */
  values(rows: number): Tensor;
}

/** Passes the likelihood's parameters through and knows p(x given z). */
export interface LikelihoodLayer extends Layer {
  readonly role: 'likelihood';
  /** The observed variable: the name of the input layer that is fed with it. */
  readonly variable: string;
  /** The name of the likelihood's family. */
  readonly family: string;
  /** The values that the likelihood gives density to; data are checked against it before training. */
  readonly support: Support;
  /** Where elements along the last axis are of different families: the columns, in the order of the elements. */
  readonly columns?: readonly LikelihoodColumn[];
  /** The shape of the parameters for an event of a shape; the event's own unless it says otherwise. */
  parameterShape?(eventShape: readonly number[]): readonly number[];
  distribution(parameters: Tensor): Distribution;
  /** Where it begins at the data: told the mean of each element of the training set before the first step. */
  adapt?: ((mean: Float32Array) => void) | undefined;
}

/** Neighbouring elements of an observed vector that have a likelihood of their own. */
export interface LikelihoodColumn {
  readonly name: string;
  /** How many elements. */
  readonly size: number;
  readonly family: string;
  readonly support: Support;
}

interface RoleLayers {
  noise: NoiseLayer;
  kl: DivergenceLayer;
  latent: LatentLayer;
  parameter: ParameterLayer;
  likelihood: LikelihoodLayer;
}

/** The role that a layer's class declares, if it declares one. */
export function declaredRole(layer: Layer): Role | undefined {
  const { role } = layer as { role?: unknown };
  return roles.find((known) => known === role);
}

export function hasRole<R extends keyof RoleLayers>(layer: Layer, role: R): layer is RoleLayers[R] {
  return declaredRole(layer) === role;
}
