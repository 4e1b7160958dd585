import type { Scalar, Tensor } from '@tensorflow/tfjs-core';

import type { LatentTraits } from '../graph/latent-traits.js';
import type { ModelView } from '../graph/model-view.js';
import type { InputVariable } from '../graph/variables.js';
import { ONLY_PHASE } from '../run/snapshot.js';
import type { ClipSpec, LayerSpec, OptimizerInput } from '../spec/schema.js';

/** Value of an objective at a batch. */
export interface ObjectiveValue {
  /** Scalar to minimize. */
  readonly loss: Scalar;
  /**
   * Metrics, each a mean over the batch. The sign of a metric is part of its name. Metrics of a
   * bound are in nats.
   */
  readonly metrics: Readonly<Record<string, Scalar>>;
  /**
   * Returns the values of each example whose mean a metric is, by the metric's name, for its
   * standard error: [batch], or [samples, batch]. Metrics that compare examples have none.
   */
  readonly perExample?: (() => Readonly<Record<string, Tensor>>) | undefined;
}

/** Position of a step in training. */
export interface Progress {
  /** Number of steps before this one. */
  readonly step: number;
  /** Number of steps of the whole training. */
  readonly totalSteps: number;
  /** Counts from 1. */
  readonly epoch: number;
  readonly epochs: number;
  readonly stepsPerEpoch: number;
}

/** Numbers by name that change between steps, such as the weight of a term. */
export type Coefficients = Readonly<Record<string, number>>;

/** Arguments of an evaluation besides the model. */
export interface ObjectiveContext {
  readonly training: boolean;
  /** Values of the objective's `coefficients` at this step, as tensors; empty if it has none. */
  readonly coefficients: Readonly<Record<string, Scalar>>;
}

/** Metric that selects the best model, and its direction. */
export interface Monitor {
  readonly metric: string;
  readonly mode: 'min' | 'max';
}

/**
 * Shape of one example without the batch axis, or the name of a latent or data input of that shape.
 */
export type VariableShape = readonly number[] | string;

/** Network that belongs to an objective, such as a discriminator. */
export interface ObjectiveNetwork {
  /**
   * Shape of one example of the input, or names of several variables. These are flattened and
   * joined: `model.network('discriminator')(x, z)`.
   */
  readonly input: VariableShape | readonly string[];
  /** Required shape of the output. A linear layer is added if the layers end in another shape. */
  readonly output?: VariableShape | undefined;
  /** Layers, if `networks` of the spec does not declare them. */
  readonly layers?: readonly LayerSpec[] | undefined;
}

/** Network of an objective that computes q(label given x). */
export interface ObjectiveClassifier {
  /** Name of the network. Its outputs are logits of the classes. */
  readonly network: string;
  /** Data input that the network reads. */
  readonly input: string;
  /** Data input with the classes, one-hot. */
  readonly label: string;
}

/** Noise that belongs to an objective, such as noise for draws from the prior. */
export interface ObjectiveNoise {
  /** Shape of the noise of one example. */
  readonly shape: VariableShape;
  /** Name of a noise source; `standardNormal` by default. */
  readonly source?: string | undefined;
}

/** Noise of an objective by name. */
export type OwnNoise = Readonly<Record<string, ObjectiveNoise>>;

/** Size of a data set. */
export interface DataSize {
  /** Number of examples. */
  readonly examples: number;
}

/** Properties of an objective with one or several phases. */
export interface ObjectiveTraits {
  readonly name: string;
  /**
   * Metric for early stopping, the best checkpoint and the progress line. Any phase may report it.
   */
  readonly monitor: Monitor;
  /**
   * Number of draws of the latents per example. Terms then have an axis of samples. Without it
   * there is one draw, and no axis.
   */
  readonly samples?: number | undefined;
  /**
   * Whether gradients reach the posteriors' parameters only through the values of latents. Terms in
   * training are then pathwise and have a `path`.
   */
  readonly pathwise?: boolean | undefined;
  /**
   * Whether it reads the discrete model of relaxed latents: exact draws and discrete distributions.
   * For evaluations: no gradient passes through exact draws. False by default.
   */
  readonly discrete?: boolean | undefined;
  /**
   * Whether terms are computed at each joint state of the discrete latents, in place of a draw. The
   * first axis of the terms is that of the states. False by default.
   */
  readonly enumerated?: boolean | undefined;
  /**
   * Whether its gradient by the posterior needs no path through draws, as a score function. Latents
   * may then be discrete. False by default.
   */
  readonly scoreFunction?: boolean | undefined;
  /**
   * Whether it learns the codebooks of quantized latents. Other objectives refuse such latents.
   * False by default.
   */
  readonly learnsCodebooks?: boolean | undefined;
  /**
   * Networks that the objective owns, by name: `model.network(name)`. Checkpoints hold their
   * weights.
   */
  readonly networks?: Readonly<Record<string, ObjectiveNetwork>> | undefined;
  /**
   * Whether it reads no density of data, so that likelihoods may be simulators. False by default.
   */
  readonly likelihoodFree?: boolean | undefined;
  /** Classifier of the objective, if it has one. An evaluation reports its accuracy. */
  readonly classifier?: ObjectiveClassifier | undefined;
  /**
   * Noise that the objective owns, by name: `model.noise(name)`. Each update has a new draw. A
   * function declares it for the latents of a model.
   */
  readonly noise?: OwnNoise | ((latents: readonly LatentTraits[]) => OwnNoise) | undefined;
  /**
   * Whether the objective averages its terms by the weights of examples, `model.terms().weights`.
   * False by default.
   */
  readonly weighsExamples?: boolean | undefined;
  /**
   * Fewest examples of a batch, for an objective that compares examples; 1 by default. Fewer
   * examples at the end of a pass join the batch before them.
   */
  readonly leastBatch?: number | undefined;
  /**
   * Checks the latents and the data inputs of a model before the first step.
   *
   * @returns notes for the user about the objective with this model, one line each.
   * @throws HelmholtzError for a model that does not support the objective.
   */
  check?(latents: readonly LatentTraits[], inputs?: readonly InputVariable[]): readonly string[];
  /**
   * Returns numbers that change between steps, such as a weight during warm-up.
   *
   * @param progress undefined in an evaluation. Return the values at the end of training then, so
   *   that epochs are comparable.
   */
  coefficients?(progress: Progress | undefined): Coefficients;
  /**
   * Returns numbers that depend on the data set that is read, such as its number of examples. An
   * evaluation receives them with the coefficients. They are not recorded.
   */
  ofData?(data: DataSize): Coefficients;
}

/** Objective that minimizes one loss over all weights of a model. It works with every recipe. */
export interface OnePhaseObjective extends ObjectiveTraits {
  /**
   * Returns the loss and metrics. It must be a pure function of its arguments: its graph is traced
   * once for all steps.
   */
  evaluate(model: ModelView, context: ObjectiveContext): ObjectiveValue;
}

/**
 * Weights that a phase updates: `model`, all weights of the graph; or a list of `recognition`,
 * `generative` and names of the objective's networks. `generative` are the weights between latents
 * and likelihoods or priors. `recognition` are all other weights of the graph.
 */
export type PhaseWeights = 'model' | readonly string[];

/** One loss of an objective, and the weights that minimize it. */
export interface Phase {
  /** Unique name of letters, digits, hyphens and underscores. */
  readonly name: string;
  readonly weights: PhaseWeights;
  /** Number of updates of the phase in each step, all on the same batch; 1 by default. */
  readonly steps?: number | undefined;
  /** Optimizer of the phase. By default one like the training's, with its own state. */
  readonly optimizer?: OptimizerInput | undefined;
  /** Learning rate, which the training's schedule scales; the optimizer's by default. */
  readonly learningRate?: number | undefined;
  /** Gradient clipping of this phase; `training.clip` by default. */
  readonly clip?: ClipSpec | undefined;
  /** Returns the loss and metrics, like `evaluate` of an objective with one phase. */
  evaluate(model: ModelView, context: ObjectiveContext): ObjectiveValue;
}

/**
 * Objective that minimizes several losses in turn, each over its own weights, as in adversarial
 * training.
 */
export interface PhasedObjective extends ObjectiveTraits {
  /** Phases in the order of their updates. Their metrics have different names. */
  readonly phases: readonly Phase[];
}

/** Objective with one phase or several. */
export type Objective = OnePhaseObjective | PhasedObjective;

/**
 * Returns the phases of an objective. An objective with `evaluate` has one phase, `model`, which
 * updates all weights.
 *
 * @example
 * ```ts
 * import { elbo, phasesOf } from '@helmholtz/core';
 *
 * console.log(phasesOf(elbo()).map(({ name, weights }) => [name, weights]));
 * // [ [ 'model', 'model' ] ]
 * ```
 */
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
