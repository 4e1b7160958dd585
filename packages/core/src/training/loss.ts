import {
  type Scalar,
  type Tensor,
  add,
  concat,
  dispose,
  div,
  addN,
  keep,
  slice,
  stack,
} from '@tensorflow/tfjs-core';

import { HelmholtzError, itemAt } from '@helmholtz/base';
import type { ViewOptions, ViewedBatch } from '../graph/graph-view.js';
import type { LatentVariableModel } from '../graph/model.js';
import { GRAPH_GROUPS } from '../objectives/phase-weights.js';
import { type Objective, type Phase, phasesOf } from '../objectives/objective.js';
import { type ExampleTensors, examplesOf, mergedExamples } from './loss-of-examples.js';
import type { BatchResult } from './step.js';

/** Arguments of a loss, as tensors on the current backend. */
export interface LossInputs extends ViewedBatch {
  readonly coefficients: Readonly<Record<string, Scalar>>;
}

/** Whether the values of each example are returned too. */
interface PerExample {
  readonly perExample?: boolean | undefined;
}

/** Loss and metrics of a phase, or of all phases together. */
export interface Loss {
  readonly loss: Scalar;
  /** Names of the metrics, in order. */
  readonly names: readonly string[];
  /**
   * Loss and metrics, [1 + metrics]. Kept beyond the enclosing tidy or tape, so that they are read
   * back together.
   */
  readonly values: Tensor;
  /** Values of each example, if they are asked for. */
  readonly examples?: ExampleTensors | undefined;
}

/** Names and values of a loss, without the scalar for gradients. */
export type LossValues = Pick<Loss, 'names' | 'values'>;

/** Returns the loss and the metrics of a phase. */
export function lossOfPhase(
  model: LatentVariableModel,
  objective: Objective,
  phase: Phase,
  { coefficients, ...batch }: LossInputs,
  { training, onNetwork, perExample }: Pick<ViewOptions, 'training' | 'onNetwork'> & PerExample,
): Loss {
  const { samples, pathwise, discrete, enumerated } = objective;
  const isTraining = training === true;
  if (isTraining) model.annealed.write(coefficients);
  const view = model.view(batch, {
    training: isTraining,
    samples,
    pathwise: isTraining && pathwise,
    discrete,
    enumerated,
    onNetwork,
  });
  const evaluated = phase.evaluate(view, { training: isTraining, coefficients });
  const regularization = regularizationOf(model, phase);
  const loss: Scalar = regularization ? add(evaluated.loss, regularization) : evaluated.loss;
  const ofPhase = 'phases' in objective ? `regularization/${phase.name}` : 'regularization';
  const metrics = regularization ? { ...evaluated.metrics, [ofPhase]: regularization } : evaluated.metrics;
  const values = keep(stack([loss, ...Object.values(metrics)]));
  const examples = perExample ? examplesOf(evaluated) : undefined;
  return { loss, names: Object.keys(metrics), values, examples };
}

/** Returns the loss and the metrics of all phases at one batch and the same weights. */
export function lossOf(
  model: LatentVariableModel,
  objective: Objective,
  inputs: LossInputs,
  training: boolean,
  { perExample }: PerExample = {},
): Loss {
  const losses = phasesOf(objective).map((phase) =>
    lossOfPhase(model, objective, phase, inputs, { training, perExample }),
  );
  const [first] = losses as [Loss];
  const merged = mergedLosses(
    objective,
    losses.map((loss) => [loss]),
  );
  const examples = perExample ? mergedExamples(losses.flatMap((loss) => loss.examples ?? [])) : undefined;
  return { loss: losses[mainPhase(objective)]?.loss ?? first.loss, ...merged, examples };
}

/**
 * Merges the losses and metrics of all phases. One phase stays unchanged. With several,
 * `loss/<phase>` precedes the metrics of each. Disposes the arguments, except for returned tensors.
 *
 * @param losses losses of the updates of each phase. Their mean is used.
 * @throws HelmholtzError (`usage`) if two phases report a metric of the same name.
 */
export function mergedLosses(objective: Objective, losses: readonly (readonly LossValues[])[]): LossValues {
  const means = losses.map(meanOf);
  const [only] = means as [LossValues];
  if (!('phases' in objective)) return only;
  const names = means.flatMap((loss, index) => [
    `loss/${itemAt(objective.phases, index).name}`,
    ...loss.names,
  ]);
  checkNames(objective.name, names);
  const main = slice(itemAt(means, mainPhase(objective)).values, 0, 1);
  const values = keep(concat([main, ...means.map((mean) => mean.values)]));
  dispose(means.map((mean) => mean.values));
  return { names, values };
}

/**
 * Returns the index of the phase whose loss is the objective's: the first that updates the model's
 * graph.
 */
export function mainPhase(objective: Objective): number {
  const index = phasesOf(objective).findIndex(
    ({ weights }) =>
      weights === 'model' || weights.some((group) => ['model', ...GRAPH_GROUPS].includes(group)),
  );
  return Math.max(index, 0);
}

function meanOf(losses: readonly LossValues[]): LossValues {
  const [first, ...others] = losses as [LossValues, ...LossValues[]];
  if (others.length === 0) return first;
  const tensors = losses.map(({ values }) => values);
  const values = keep(div(addN(tensors), tensors.length));
  dispose(tensors);
  return { names: first.names, values };
}

function checkNames(objective: string, names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new HelmholtzError(
    'usage',
    `Two phases of the objective "${objective}" report the metric "${twice}".`,
    { hint: `Give the metric another name in one of them, such as discriminator/${twice}.` },
  );
}

/** Sum of the losses of the layers that a phase updates. */
function regularizationOf(model: LatentVariableModel, { weights }: Phase): Tensor | undefined {
  if (weights === 'model') return model.regularization();
  const ofGraph = weights.some((group) => group === 'model' || GRAPH_GROUPS.some((known) => known === group));
  const networks = model.networks.filter(({ name }) => weights.includes(name));
  const terms = [
    ...(ofGraph ? [model.regularization()] : []),
    ...networks.map((network) => network.regularization()),
  ].filter((term) => term !== undefined);
  return terms.length === 0 ? undefined : terms.reduce((sum, term) => add(sum, term));
}

/** Reads the loss and the metrics from an array, beginning at an offset. */
export function batchResult(names: readonly string[], values: ArrayLike<number>, offset = 0): BatchResult {
  return { loss: values[offset]!, metrics: byName(names, values, offset + 1) };
}

/**
 * Reads numbers by name from an array, beginning at an offset. Numbers of the same name are added.
 */
export function byName(
  names: readonly string[],
  values: ArrayLike<number>,
  offset = 0,
): Readonly<Record<string, number>> {
  const valuesByName: Record<string, number> = {};
  names.forEach((name, index) => {
    const value = values[offset + index]!;
    valuesByName[name] = Object.hasOwn(valuesByName, name) ? valuesByName[name]! + value : value;
  });
  return valuesByName;
}
