import {
  evaluate,
  type Metrics,
  type MetricsRow,
  type TrainedAssembly,
  wholeBatchSize,
} from '@helmholtz/core';
import type { RunDirectory } from '@helmholtz/core/run';

import type { OpenedRun } from '../run/open-run.js';

/** Results of training for a report; `trainAssembly` returns them. */
export type TrainingRecord = Omit<TrainedAssembly, 'history'> & { readonly history: readonly MetricsRow[] };

/**
 * Reads the result of a training from the folder of its run. Evaluates the test set if no epoch
 * did.
 *
 * The wall time is that of the last whole epoch.
 */
export async function readTrainingRecord(run: OpenedRun): Promise<TrainingRecord> {
  const { directory, spec, checkpoint } = run;
  const history = await directory.readMetrics().catch(() => []);
  const { epochs, earlyStopping: stopping } = spec.training;
  const bestEpoch =
    stopping && (await directory.hasCheckpoint('best')) ? checkpoint.history.at(-1)?.epoch : undefined;
  const stoppedEarly =
    bestEpoch !== undefined && history.length - bestEpoch >= Math.max(stopping?.patience ?? 0, 1);
  const ended = stoppedEarly || history.length >= epochs;
  const lastSaved = ended ? undefined : await lastCheckpoint(directory);
  const steps = lastSaved?.step ?? history.at(-1)?.step ?? checkpoint.step;
  const row = history.find(({ epoch, step }) =>
    bestEpoch === undefined ? step === steps : epoch === bestEpoch,
  );
  return {
    history,
    reason: stoppedEarly ? 'stoppedEarly' : ended ? 'completed' : 'interrupted',
    steps,
    seconds: history.at(-1)?.seconds ?? 0,
    bestEpoch,
    train: row?.train ?? meanOf((lastSaved ?? checkpoint).average),
    validation: row?.validation,
    test: row?.test ?? (await testMetrics(run)),
  };
}

type Checkpoint = OpenedRun['checkpoint'];

async function lastCheckpoint({ checkpoints }: RunDirectory): Promise<Checkpoint | undefined> {
  return (await checkpoints.readSound('last', () => undefined)).checkpoint;
}

/** The means over the part of an epoch that was done. */
function meanOf({ count, sums }: Checkpoint['average']): Metrics {
  return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / count]));
}

async function testMetrics({ model, objective, spec, test, compile }: OpenedRun): Promise<Metrics> {
  const batchSize = wholeBatchSize(spec.training.batchSize);
  return evaluate(model, { data: test, objective, batchSize, seed: spec.seed, compile });
}
