import type { Assembly, WeightValues } from '@helmholtz/core';
import { type Checkpoint, type Environment, RunDirectory } from '@helmholtz/core/run';
import type { DatasetPair, TrainingSet } from '@helmholtz/datasets';

/** A training that is ready to begin, or to resume. */
export interface PreparedTraining {
  readonly assembly: Assembly;
  readonly data: DatasetPair<TrainingSet>;
  readonly backend: string;
  /** Command line that trains the same again. */
  readonly command: string;
  readonly environment: Environment;
  /** Opens the folder of the run when training begins. */
  readonly openFolder: () => Promise<RunDirectory>;
  /** Checkpoint to resume from. */
  readonly from?: Checkpoint | undefined;
  /** Weights to begin with. */
  readonly weights?: WeightValues | undefined;
}

/** Creates the folder of a new run and writes its environment. */
export async function createFolder(path: string, environment: Environment): Promise<RunDirectory> {
  const run = await RunDirectory.create(path);
  await run.writeEnvironment(environment);
  return run;
}
