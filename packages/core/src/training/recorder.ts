import type { CheckpointName } from '../run/checkpoint-files.js';
import type { RunDirectory } from '../run/run-directory.js';
import type { MetricsRow } from '../run/metrics-row.js';
import type { Spec } from '../spec/schema.js';
import { BestEpoch } from './best-epoch.js';
import type { TrainingCallback, TrainingState } from './callback.js';

/** Schedule of the checkpoints of a run. */
export interface CheckpointOptions {
  /**
   * Keeps a checkpoint each time this number of epochs is done, besides the best and the last two;
   * none by default.
   */
  readonly everyEpochs?: number | undefined;
  /**
   * Interval in seconds at which the last checkpoint is replaced within an epoch; 60 by default.
   */
  readonly everySeconds?: number | undefined;
}

/**
 * Writes the folder of a run during training: spec, fitted parameters of the data, a line of
 * metrics per epoch, the best and the last checkpoint.
 *
 * A line is written after the checkpoint that holds its epoch, so that it never describes lost
 * work. The last checkpoint is written after the best. If training is interrupted in between, the
 * repeated epoch writes the best again.
 */
export class RunRecorder implements TrainingCallback {
  private run: RunDirectory | undefined;
  private best!: BestEpoch;
  private savedAt = 0;

  /**
   * @param open opens the folder when training begins, so that a failed check leaves no folder.
   * @param fitted parameters fitted to the training data, as plain data.
   */
  constructor(
    private readonly open: () => Promise<RunDirectory>,
    private readonly spec: Spec,
    private readonly options: CheckpointOptions = {},
    private readonly fitted?: object,
  ) {}

  async onTrainBegin(state: TrainingState): Promise<void> {
    // Same rule as early stopping: the best checkpoint must hold its best weights.
    this.best = new BestEpoch(state.objective.monitor, this.spec.training.earlyStopping?.minDelta);
    for (const row of state.history) this.best.improves(row);
    this.run = await this.open();
    await this.run.writeSpec(this.spec);
    if (this.fitted) await this.run.writeFitted(this.fitted);
    // Repairs a line that was lost or cut short by an interruption.
    await this.run.writeMetrics(state.history);
    if (!(await this.run.hasCheckpoint('last'))) await this.save(['last'], state);
  }

  async onRest(state: TrainingState): Promise<void> {
    const { everySeconds = 60 } = this.options;
    const due = performance.now() - this.savedAt >= 1000 * everySeconds;
    if (due || state.reason === 'interrupted') await this.save(['last'], state);
  }

  async onEpochEnd(row: MetricsRow, state: TrainingState): Promise<void> {
    const { everyEpochs } = this.options;
    const names: CheckpointName[] = this.best.improves(row) ? ['best'] : [];
    if (everyEpochs !== undefined && row.epoch % everyEpochs === 0) names.push(`epoch-${row.epoch}`);
    await this.save([...names, 'last'], state);
    await this.run!.appendMetrics(row);
  }

  async onTrainEnd(): Promise<void> {
    await this.run?.release();
  }

  private async save(names: readonly CheckpointName[], state: TrainingState): Promise<void> {
    await this.run!.writeCheckpoint(names, { spec: this.spec, ...(await state.snapshot()) });
    this.savedAt = performance.now();
  }
}
