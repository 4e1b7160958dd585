import { HelmholtzError } from '@helmholtz/base';
import type { Objective } from '../objectives/objective.js';
import type { TrainingSnapshot } from '../run/snapshot.js';
import type { Spec } from '../spec/schema.js';
import { createSchedule } from './schedules.js';

/** A training as it was begun, and how far it came. */
export interface TrainingUnderway {
  readonly spec: Pick<Spec, 'training' | 'optimizer'>;
  readonly objective: Objective;
  readonly from: TrainingSnapshot;
  readonly stepsPerEpoch: number;
}

/**
 * Checks that a training may be gone on with for another number of epochs than it was begun with: the steps done must be
 * those that it would have done from the beginning, so that it ends with the same bits as one that was begun so.
 *
 * @throws HelmholtzError (`usage`) where it came further already, or where a learning rate or a coefficient of the
 *   objective, such as a warm-up, goes by the length of the whole training.
 */
export function checkOtherEpochs(underway: TrainingUnderway, epochs: number): void {
  const { spec, from, stepsPerEpoch } = underway;
  if (epochs === spec.training.epochs) return;
  const begun = from.epoch + (from.batch > 0 ? 1 : 0);
  if (epochs < begun) {
    throw new HelmholtzError(
      'usage',
      `${epochs} epochs were asked for, and epoch ${begun} is begun already.`,
      {
        hint: 'Give at least as many; a checkpoint of every so many epochs is kept by --checkpoint-every.',
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
        hint: `Its schedule or warm-up goes by the length of the whole training: begin another run of its spec.yaml with --epochs ${epochs}.`,
      },
    );
  }
}

/** The numbers that a step is given, by name. */
function settings(
  { spec, objective, stepsPerEpoch }: TrainingUnderway,
  step: number,
  epochs: number,
): Readonly<Record<string, number>> {
  const totalSteps = epochs * stepsPerEpoch;
  const epoch = Math.floor(step / stepsPerEpoch) + 1;
  const rate = createSchedule(spec.training.schedule, spec.optimizer.learningRate);
  return {
    'learning rate': rate(step, totalSteps),
    ...objective.coefficients?.({ step, totalSteps, epoch, epochs, stepsPerEpoch }),
  };
}
