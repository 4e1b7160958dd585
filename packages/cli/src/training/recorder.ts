import { type Spec, type TrainingCallback, type TrainingState, readWeights } from '@helmholtz/core';
import { type Checkpoint, type Environment, RunDirectory } from '@helmholtz/core/run';

/** Writes a run's folder as training goes: spec, environment, a line of metrics an epoch, the best and last checkpoints. */
export class RunRecorder implements TrainingCallback {
  private directory: RunDirectory | undefined;
  private best = Infinity;
  private steps = 0;

  constructor(
    private readonly path: string,
    private readonly spec: Spec,
    private readonly environment: Environment,
  ) {}

  /** The folder; there from the beginning of training on. */
  get run(): RunDirectory {
    return this.directory!;
  }

  async onTrainBegin(state: TrainingState): Promise<void> {
    this.directory = await RunDirectory.create(this.path);
    await this.directory.writeSpec(this.spec);
    await this.directory.writeEnvironment(this.environment);
    await this.directory.write('metrics.jsonl', '');
    await this.save('last', state);
  }

  onStep({ step }: { step: number }): void {
    this.steps = step;
  }

  async onEpochEnd(row: TrainingState['history'][number], state: TrainingState): Promise<void> {
    await this.run.appendMetrics(row);
    await this.save('last', state);
    const { nelbo } = row.validation ?? row.train;
    // The same rule as that of early stopping, whose best weights this must hold.
    const { minDelta = 0 } = this.spec.training.earlyStopping ?? {};
    if (nelbo! >= this.best - minDelta) return;
    this.best = nelbo!;
    await this.save('best', state);
  }

  async onTrainEnd(reason: string, state: TrainingState): Promise<void> {
    if (reason === 'interrupted') await this.save('last', state);
  }

  private async save(name: 'best' | 'last', { model, optimizer, history }: TrainingState): Promise<void> {
    await this.run.writeCheckpoint(name, {
      spec: this.spec,
      weights: await readWeights(model),
      optimizer: await readOptimizer(optimizer),
      epoch: history.length,
      step: this.steps,
    });
  }
}

async function readOptimizer(optimizer: TrainingState['optimizer']): Promise<Checkpoint['optimizer']> {
  const named = await optimizer.getWeights();
  return Promise.all(
    named.map(async ({ tensor }) => ({
      shape: tensor.shape,
      values: Float32Array.from(await tensor.data()),
    })),
  );
}

/**
 * The checkpoint that stands for a run: the best where training may stop early, unless it ended within its first epoch;
 * else the last.
 */
export async function finalCheckpoint(run: RunDirectory, spec: Spec): Promise<'best' | 'last'> {
  return spec.training.earlyStopping && (await run.hasCheckpoint('best')) ? 'best' : 'last';
}
