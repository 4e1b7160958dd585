import type { Scalar } from '@tensorflow/tfjs-core';

import type { LatentTraits } from '../graph/latent-traits.js';
import type { ModelView } from '../graph/model-view.js';
import { ONLY_PHASE } from '../run/snapshot.js';
import type { ClipSpec, LayerSpec, OptimizerInput } from '../spec/schema.js';

/** What an objective makes of a batch. */
export interface ObjectiveValue {
  /** What is minimised. */
  readonly loss: Scalar;
  /** Metrics, each a mean over the batch; a metric's sign is part of its name. Those of a bound are in nats. */
  readonly metrics: Readonly<Record<string, Scalar>>;
}

/** Where in training a step is. */
export interface Progress {
  /** Steps done before this one. */
  readonly step: number;
  /** Of the whole training. */
  readonly totalSteps: number;
  /** Counts from 1. */
  readonly epoch: number;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
}

/** Numbers by name that an objective computes with, such as the weight of a term at this step. */
export type Coefficients = Readonly<Record<string, number>>;

export interface ObjectiveContext {
  readonly training: boolean;
  /** What the objective's own `coefficients` gave for this step, as tensors; empty where it has none. */
  readonly coefficients: Readonly<Record<string, Scalar>>;
}

/** The metric that models are chosen by, and which way is better. */
export interface Monitor {
  readonly metric: string;
  readonly mode: 'min' | 'max';
}

/** The shape of one example without the batch axis, or the name of the latent or data input whose shape it is. */
export type VariableShape = readonly number[] | string;

/** A network that belongs to an objective, such as a discriminator. */
export interface ObjectiveNetwork {
  /** The shape of one example of the input. */
  readonly input: VariableShape;
  /** The shape that the output must have: a linear layer is added where the layers end in another. */
  readonly output?: readonly number[] | undefined;
  /** The layers, where `networks` of the spec has none for it. */
  readonly layers?: readonly LayerSpec[] | undefined;
}

/** Noise that belongs to an objective, such as noise for draws from the prior. */
export interface ObjectiveNoise {
  /** The shape of the noise of one example. */
  readonly shape: VariableShape;
  /** The name of a noise source. Default: `standardNormal`. */
  readonly source?: string | undefined;
}

/** What an objective says of itself, whether it has one phase or several. */
export interface ObjectiveTraits {
  readonly name: string;
  /** What early stopping, the best checkpoint and the progress line go by; one of the metrics of any phase. */
  readonly monitor: Monitor;
  /**
   * How many draws of the latents it takes for each example; terms then have an axis for them. Without it one draw, and
   * no axis.
   */
  readonly samples?: number | undefined;
  /**
   * Whether gradients reach the posteriors' parameters through the values of latents alone: in training, terms are then
   * pathwise, and have a `path`.
   */
  readonly pathwise?: boolean | undefined;
  /** Networks that the objective owns, by name: `model.network(name)`. Checkpoints hold their weights. */
  readonly networks?: Readonly<Record<string, ObjectiveNetwork>> | undefined;
  /** Noise that the objective owns, by name: `model.noise(name)`, drawn anew for each update. */
  readonly noise?: Readonly<Record<string, ObjectiveNoise>> | undefined;
  /**
   * Called once for a model, before its first step.
   *
   * @returns what a user should know of the objective with this model, a line each.
   * @throws HelmholtzError for a model that has no such objective.
   */
  check?(latents: readonly LatentTraits[]): readonly string[];
  /**
   * What changes from step to step, such as a weight that is warmed up.
   *
   * @param progress undefined where a model is evaluated: the values are then those that training ends with, so that
   *   epochs can be compared.
   */
  coefficients?(progress: Progress | undefined): Coefficients;
}

/** An objective that minimises one loss by all weights of a model, written once for every recipe. */
export interface OnePhaseObjective extends ObjectiveTraits {
  /** Depends on nothing but its arguments, and on no step's number: a graph of it is traced once for all steps. */
  evaluate(model: ModelView, context: ObjectiveContext): ObjectiveValue;
}

/**
 * Weights that a phase updates: `model`, all weights of the graph; or a list of `recognition`, `generative` and the names of
 * the objective's networks. `generative` are the weights on the way from latents to likelihoods and priors, `recognition`
 * all other weights of the graph.
 */
export type PhaseWeights = 'model' | readonly string[];

/** One loss of an objective, and the weights that minimise it. */
export interface Phase {
  /** Letters, digits, hyphens and underscores; another for each phase. */
  readonly name: string;
  readonly weights: PhaseWeights;
  /** How many updates the phase does in each step, all on the batch of the step. Default: 1. */
  readonly steps?: number | undefined;
  /** Default: an optimizer like the training's, with a state of its own. */
  readonly optimizer?: OptimizerInput | undefined;
  /** The learning rate, which the training's schedule scales. Default: the rate of the optimizer. */
  readonly learningRate?: number | undefined;
  /** Bounds the gradients of this phase. Default: `training.clip`. */
  readonly clip?: ClipSpec | undefined;
  /** As `evaluate` of an objective with one phase. */
  evaluate(model: ModelView, context: ObjectiveContext): ObjectiveValue;
}

/** An objective that minimises several losses in turn, each by its own weights, as adversarial training does. */
export interface PhasedObjective extends ObjectiveTraits {
  /** A step updates them in this order. The metrics of all phases have different names. */
  readonly phases: readonly Phase[];
}

export type Objective = OnePhaseObjective | PhasedObjective;

/** Returns the phases of an objective. An objective with `evaluate` has one, called `model`, that updates all weights. */
export function phasesOf(objective: Objective): readonly Phase[] {
  if ('phases' in objective) return objective.phases;
  return [
    {
      name: ONLY_PHASE,
      weights: 'model',
      evaluate: (model, context) => objective.evaluate(model, context),
    },
  ];
}
