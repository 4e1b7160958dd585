import { HelmholtzError } from '@helmholtz/base';
import type { LatentVariableModel } from '../graph/model.js';
import type { Objective } from '../objectives/objective.js';
import type { TrainingSnapshot } from '../run/snapshot.js';
import type { Spec } from '../spec/schema.js';
import { createSchedule } from './schedules.js';

/** Training with its original settings, and its progress. */
export interface TrainingUnderway {
  readonly spec: Pick<Spec, 'training' | 'optimizer'>;
  readonly objective: Objective;
  readonly model: Pick<LatentVariableModel, 'annealed'>;
  readonly from: TrainingSnapshot;
  readonly stepsPerEpoch: number;
}

/**
 * Checks that a training may resume with another number of epochs. The finished steps must be the
 * same as in a training that began with that number, so that both end with the same bits.
 *
 * @throws HelmholtzError (`usage`) if more epochs are already begun, or if a schedule, such as a
 *   warm-up, depends on the number of epochs.
 */
export function checkOtherEpochs(underway: TrainingUnderway, epochs: number): void {
  const { spec, from, stepsPerEpoch } = underway;
  if (epochs === spec.training.epochs) return;
  const begun = from.epoch + (from.batch > 0 ? 1 : 0);
  if (epochs < begun) {
    throw new HelmholtzError(
      'usage',
      `${epochs} epochs were requested, but epoch ${begun} has already begun.`,
      {
        hint: `Give at least ${begun} epochs; --checkpoint-every keeps checkpoints of earlier epochs.`,
      },
    );
  }
  for (let step = 0; step < from.step; step++) {
    const did = settings(underway, step, spec.training.epochs);
    const wouldHaveDone = settings(underway, step, epochs);
    const other = Object.keys(did).find((name) => did[name] !== wouldHaveDone[name]);
    if (other === undefined) continue;
    const place = `step ${step + 1} of ${spec.training.epochs * stepsPerEpoch}`;
    throw new HelmholtzError(
      'usage',
      `With ${epochs} epochs it would be another run: its ${other} was ${did[other]} at ${place}, and would have been ${wouldHaveDone[other]}.`,
      {
        hint: `Its schedule or warm-up depends on the length of the whole training: begin another run of its spec.yaml with --epochs ${epochs}.`,
      },
    );
  }
}

/** Numbers that a step receives, by name. */
function settings(
  { spec, objective, model, stepsPerEpoch }: TrainingUnderway,
  step: number,
  epochs: number,
): Readonly<Record<string, number>> {
  const totalSteps = epochs * stepsPerEpoch;
  const epoch = Math.floor(step / stepsPerEpoch) + 1;
  const rate = createSchedule(spec.training.schedule, spec.optimizer.learningRate);
  return {
    'learning rate': rate(step, totalSteps),
    ...model.annealed.at({ step, totalSteps }),
    ...objective.coefficients?.({ step, totalSteps, epoch, epochs, stepsPerEpoch }),
  };
}
