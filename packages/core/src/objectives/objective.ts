import type { Scalar } from '@tensorflow/tfjs-core';

import type { ModelView } from '../graph/model-view.js';

/** What an objective makes of a batch. */
export interface ObjectiveValue {
  /** What is minimised. */
  readonly loss: Scalar;
  /** Metrics in nats, each a mean over the batch; a metric's sign is part of its name. */
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

/** What an objective says of itself, however many phases it has. */
export interface ObjectiveTraits {
  readonly name: string;
  /** What early stopping, the best checkpoint and the progress line go by; one of the metrics. */
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
  /**
   * What changes from step to step, such as a weight that is warmed up.
   *
   * @param progress undefined where a model is evaluated: the values are then those that training ends with, so that
   *   epochs can be compared.
   */
  coefficients?(progress: Progress | undefined): Coefficients;
}

/** One scalar to minimise by all weights of a model, written once over its distributions and so good for every recipe. */
export interface OnePhaseObjective extends ObjectiveTraits {
  /** Depends on nothing but its arguments, and on no step's number: a graph of it is traced once for all steps. */
  evaluate(model: ModelView, context: ObjectiveContext): ObjectiveValue;
}

export type Objective = OnePhaseObjective;
