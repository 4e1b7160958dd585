import { entryOf, itemAt } from '@helmholtz/base';
import { type Optimizer, train as optimizers } from '@tensorflow/tfjs-core';
import type { ExecutionContext } from 'ava';

import type { LatentVariableModel } from '../graph/model.js';
import { elbo } from '../objectives/elbo.js';
import type { Objective } from '../objectives/objective.js';
import type { ClipSpec } from '../spec/schema.js';
import { BatchReader } from '../training/batches.js';
import { readyPhases } from '../training/ready-phases.js';
import type { CreateStep, TrainingStep, Update } from '../training/step.js';
import { type WeightValues, readWeights } from '../training/weights.js';
import { type TinyOptions, patterns, tinyModel } from './tiny-model.js';

export interface StepSetting {
  readonly recognition?: TinyOptions['recognition'];
  readonly optimizer?: Optimizer;
  readonly objective?: Objective;
  readonly clip?: ClipSpec;
  readonly skipNonFinite?: boolean;
}

export interface StartedStep {
  readonly model: LatentVariableModel;
  readonly step: TrainingStep;
  /** The update of one batch of an epoch of five, of eight examples each. */
  update(index: number, changes?: Partial<Update>): Update;
}

/** A step of a tiny model, and the updates that it may be given. */
export async function startStep(
  createStep: CreateStep,
  { optimizer = optimizers.sgd(0.1), objective = elbo(), recognition, clip, skipNonFinite }: StepSetting = {},
): Promise<StartedStep> {
  const model = tinyModel({ seed: 2, ...(recognition ? { recognition } : {}) });
  const reader = new BatchReader(model, patterns(40), 8, 5, objective);
  const batches = [...reader.shuffled('epoch', 1)];
  const phases = readyPhases(model, objective, { optimizer, clip });
  const step = await createStep({ model, objective, phases, data: reader.feed, seed: 5, skipNonFinite });
  const { learningRate } = optimizer as unknown as { learningRate: number };
  return {
    model,
    step,
    update: (index, changes) => ({
      batch: itemAt(batches, index),
      step: index,
      learningRate,
      coefficients: {},
      ...changes,
    }),
  };
}

/** The weights of a step's model, brought up to date. */
export async function weightsAfter({ model, step }: StartedStep): Promise<WeightValues> {
  await step.settle();
  return readWeights(model);
}

/** As close as float32 comes when the same sums are added up in another order. */
export function close(t: ExecutionContext, value: number, expected: number, what: string): void {
  t.true(
    Math.abs(value - expected) <= 1e-5 * Math.max(1, Math.abs(expected)),
    `${what}: ${value}, ${expected}`,
  );
}

export function alike(t: ExecutionContext, weights: WeightValues, expected: WeightValues): void {
  t.deepEqual([...weights.keys()], [...expected.keys()]);
  for (const [name, { values }] of weights) {
    values.forEach((value, index) =>
      close(t, value, entryOf(expected, name).values[index]!, `${name}[${index}]`),
    );
  }
}
