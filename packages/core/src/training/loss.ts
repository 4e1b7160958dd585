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

import { HelmholtzError } from '@helmholtz/base';
import type { ViewOptions, ViewedBatch } from '../graph/graph-view.js';
import type { LatentVariableModel } from '../graph/model.js';
import { GRAPH_GROUPS } from '../objectives/phase-weights.js';
import { type Objective, type Phase, phasesOf } from '../objectives/objective.js';
import type { BatchResult } from './step.js';

/** What a loss is a function of, as tensors on the backend that is set. */
export interface LossInputs extends ViewedBatch {
  readonly coefficients: Readonly<Record<string, Scalar>>;
}

/** The loss and the metrics of a phase, or of all phases together. */
export interface Loss {
  readonly loss: Scalar;
  /** The names of the metrics, in order. */
  readonly names: readonly string[];
  /** The loss and then the metrics, [1 + metrics]: kept beyond the enclosing tidy or tape, read back at once. */
  readonly values: Tensor;
}

/** The names and values of a loss without the scalar that gradients are taken of. */
export type LossValues = Omit<Loss, 'loss'>;

/** What a phase minimises, and the metrics that it logs. */
export function lossOfPhase(
  model: LatentVariableModel,
  objective: Objective,
  phase: Phase,
  { coefficients, ...batch }: LossInputs,
  { training, onNetwork }: Pick<ViewOptions, 'training' | 'onNetwork'>,
): Loss {
  const { samples, pathwise } = objective;
  const isTraining = training === true;
  const view = model.view(batch, {
    training: isTraining,
    samples,
    pathwise: isTraining && pathwise,
    onNetwork,
  });
  const evaluated = phase.evaluate(view, { training: isTraining, coefficients });
  const regularization = regularizationOf(model, phase);
  const loss: Scalar = regularization ? add(evaluated.loss, regularization) : evaluated.loss;
  const ofPhase = 'phases' in objective ? `regularization/${phase.name}` : 'regularization';
  const named = regularization ? { ...evaluated.metrics, [ofPhase]: regularization } : evaluated.metrics;
  const values = keep(stack([loss, ...Object.values(named)]));
  return { loss, names: Object.keys(named), values };
}

/** The loss of a model's phases at one batch and the same weights, and the metrics that they log. */
export function lossOf(
  model: LatentVariableModel,
  objective: Objective,
  inputs: LossInputs,
  training: boolean,
): Loss {
  const losses = phasesOf(objective).map((phase) =>
    lossOfPhase(model, objective, phase, inputs, { training }),
  );
  const [first] = losses as [Loss];
  const merged = mergedLosses(
    objective,
    losses.map((loss) => [loss]),
  );
  return { loss: losses[mainPhase(objective)]?.loss ?? first.loss, ...merged };
}

/**
 * The losses and metrics of all phases as one: those of the only phase as they are; of several, `loss/<phase>` before the
 * metrics of each. Disposes what it is given, but for what it returns.
 *
 * @param losses for each phase what each of its updates gave, of which the mean is taken.
 * @throws HelmholtzError (`usage`) where two phases report a metric of the same name.
 */
export function mergedLosses(objective: Objective, losses: readonly (readonly LossValues[])[]): LossValues {
  const means = losses.map(meanOf);
  const [only] = means as [LossValues];
  if (!('phases' in objective)) return only;
  const names = means.flatMap((loss, index) => [`loss/${objective.phases[index]!.name}`, ...loss.names]);
  checkNames(objective.name, names);
  const main = slice(means[mainPhase(objective)]!.values, 0, 1);
  const values = keep(concat([main, ...means.map((mean) => mean.values)]));
  dispose(means.map((mean) => mean.values));
  return { names, values };
}

/** The phase whose loss is the objective's: the first that updates the graph of the model. */
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
  const all = losses.map(({ values }) => values);
  const values = keep(div(addN(all), all.length));
  dispose(all);
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

/** What the layers that a phase updates add to its loss. */
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

/** The loss and the metrics as numbers, from where they begin in an array. */
export function batchResult(names: readonly string[], values: ArrayLike<number>, offset = 0): BatchResult {
  return { loss: values[offset]!, metrics: byName(names, values, offset + 1) };
}

/** Numbers by their names, from where they begin in an array; those of the same name added up. */
export function byName(
  names: readonly string[],
  values: ArrayLike<number>,
  offset = 0,
): Readonly<Record<string, number>> {
  const named: Record<string, number> = {};
  names.forEach((name, index) => {
    const value = values[offset + index]!;
    named[name] = Object.hasOwn(named, name) ? named[name]! + value : value;
  });
  return named;
}
