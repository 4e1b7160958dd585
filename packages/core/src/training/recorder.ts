import type { CheckpointName } from '../run/checkpoint-files.js';
import type { RunDirectory } from '../run/run-directory.js';
import type { MetricsRow } from '../run/metrics-row.js';
import type { Spec } from '../spec/schema.js';
import { BestEpoch } from './best-epoch.js';
import type { TrainingCallback, TrainingState } from './callback.js';

export interface CheckpointOptions {
  /** Keeps a checkpoint of every so many epochs for good, beside the best and the last two; none unless given. */
  readonly everyEpochs?: number | undefined;
  /** Within an epoch the last checkpoint is written anew after so many seconds; 60 unless given. */
  readonly everySeconds?: number | undefined;
}

/**
 * Writes a run's folder as training goes: spec, a line of metrics an epoch, the best and the last checkpoint.
 *
 * A line is written after the checkpoint that holds its epoch, so that nothing it claims is lost. The last checkpoint
 * is written after the best: what is done again after a break writes the best again.
 */
export class RunRecorder implements TrainingCallback {
  private run: RunDirectory | undefined;
  private best!: BestEpoch;
  private savedAt = 0;

  /** @param open gives the folder; called when training begins, so that nothing is left where it can't. */
  constructor(
    private readonly open: () => Promise<RunDirectory>,
    private readonly spec: Spec,
    private readonly options: CheckpointOptions = {},
  ) {}

  async onTrainBegin(state: TrainingState): Promise<void> {
    // The same rule as that of early stopping, whose best weights the best checkpoint must hold.
    this.best = new BestEpoch(state.objective.monitor, this.spec.training.earlyStopping?.minDelta);
    for (const row of state.history) this.best.improves(row);
    this.run = await this.open();
    await this.run.writeSpec(this.spec);
    // Where a break came between a checkpoint and its line, or a line was cut off, this mends it.
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
