import type { RunDirectory } from '../run/run-directory.js';
import type { MetricsRow } from '../run/metrics-row.js';
import type { Spec } from '../spec/schema.js';
import { BestEpoch } from './best-epoch.js';
import type { StopReason, TrainingCallback, TrainingState } from './callback.js';
import { readOptimizer } from './optimizer-state.js';
import { readWeights } from './weights.js';

/** Writes a run's folder as training goes: spec, a line of metrics an epoch, the best and the last checkpoint. */
export class RunRecorder implements TrainingCallback {
  private run!: RunDirectory;
  private best!: BestEpoch;

  /** @param open makes the folder; called when training begins, so that nothing is left where it can't. */
  constructor(
    private readonly open: () => Promise<RunDirectory>,
    private readonly spec: Spec,
  ) {}

  async onTrainBegin(state: TrainingState): Promise<void> {
    // The same rule as that of early stopping, whose best weights the best checkpoint must hold.
    this.best = new BestEpoch(state.objective.monitor, this.spec.training.earlyStopping?.minDelta);
    this.run = await this.open();
    await this.run.writeSpec(this.spec);
    await this.run.write('metrics.jsonl', '');
    await this.save('last', state);
  }

  async onEpochEnd(row: MetricsRow, state: TrainingState): Promise<void> {
    await this.run.appendMetrics(row);
    await this.save('last', state);
    if (this.best.improves(row)) await this.save('best', state);
  }

  async onTrainEnd(reason: StopReason | 'failed', state: TrainingState): Promise<void> {
    if (reason === 'interrupted') await this.save('last', state);
  }

  private async save(
    name: 'best' | 'last',
    { model, optimizer, history, steps }: TrainingState,
  ): Promise<void> {
    await this.run.writeCheckpoint(name, {
      spec: this.spec,
      weights: await readWeights(model),
      optimizer: await readOptimizer(optimizer),
      epoch: history.length,
      step: steps,
    });
  }
}

/**
 * The checkpoint that stands for a run: the best where training may stop early, unless it ended within its first epoch;
 * else the last.
 */
export async function finalCheckpoint(run: RunDirectory, spec: Spec): Promise<'best' | 'last'> {
  return spec.training.earlyStopping && (await run.hasCheckpoint('best')) ? 'best' : 'last';
}
