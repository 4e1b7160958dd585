import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import { dataLimits, HelmholtzError } from '@helmholtz/base';
import { readSpec } from '../spec/parse.js';
import type { Spec } from '../spec/schema.js';
import { writeSpec } from '../spec/write.js';
import { appendLine } from './append-line.js';
import { storageError, writeFileAtomic } from './atomic-write.js';
import { firstBeyondBeginning, isOnlyBegun, runFolders } from './begun.js';
import type { Checkpoint } from './checkpoint.js';
import { CheckpointFiles, type CheckpointName, removeTemporaries } from './checkpoint-files.js';
import { type Environment, parseEnvironment } from './environment.js';
import { makeFolder } from './make-folder.js';
import { parseMetrics } from './metrics-file.js';
import type { MetricsRow } from './metrics-row.js';
import { readFileUpTo, readSpecText } from './read-file.js';
import { RunLock } from './run-lock.js';

/**
 * The folder that a run leaves: spec.yaml, environment.json, metrics.jsonl, checkpoints/, figures/ and report.html.
 *
 * One that was created or resumed is locked against other writers until it is released; one that was opened is to read.
 */
export class RunDirectory {
  readonly checkpoints: CheckpointFiles;
  private lock: RunLock | undefined;

  private constructor(readonly path: string) {
    this.checkpoints = new CheckpointFiles(join(path, 'checkpoints'));
  }

  /**
   * @throws HelmholtzError (`usage`) where something is there already: no run overwrites another. One that was cut off
   *   while its folder was made has nothing to lose.
   */
  static async checkFree(path: string): Promise<void> {
    const first = await firstBeyondBeginning(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw storageError('create', path, error);
    });
    if (first === undefined) return;
    throw new HelmholtzError('usage', `The output folder ${path} is not empty (it holds ${first}).`, {
      hint: 'Choose another with --out; a run never overwrites what is there.',
    });
  }

  /**
   * Makes the folder of a new run, and locks it.
   *
   * @throws HelmholtzError (`usage`) where something is there already, (`storage`) where it can't be made.
   */
  static async create(path: string): Promise<RunDirectory> {
    await RunDirectory.checkFree(path);
    await makeFolder(path);
    return new RunDirectory(path).locked(async (run) => {
      // Another process may have come in between.
      await RunDirectory.checkFree(path);
      await removeTemporaries(path);
      await run.makeFolders();
    });
  }

  /**
   * Opens the folder of a run that was cut off, to go on with it, and locks it. What was being written then is removed.
   *
   * @throws HelmholtzError (`usage`) where the folder holds no run, or another process writes to it.
   */
  static async resume(path: string): Promise<RunDirectory> {
    return (await RunDirectory.open(path)).locked(async (run) => {
      await run.makeFolders();
      for (const folder of [path, join(path, 'checkpoints')]) await removeTemporaries(folder);
    });
  }

  /** Itself, locked and prepared; not locked where that fails. */
  private async locked(prepare: (run: RunDirectory) => Promise<void>): Promise<RunDirectory> {
    this.lock = await RunLock.acquire(this.path);
    try {
      await prepare(this);
      return this;
    } catch (error) {
      await this.release();
      throw error;
    }
  }

  private async makeFolders(): Promise<void> {
    for (const folder of runFolders) await makeFolder(join(this.path, folder));
  }

  /** @throws HelmholtzError (`usage`) where the folder holds no run. */
  static async open(path: string): Promise<RunDirectory> {
    if (await isFile(join(path, 'spec.yaml'))) return new RunDirectory(path);
    if (await isOnlyBegun(path)) {
      throw new HelmholtzError(
        'usage',
        `Nothing was trained in ${path}: it was cut off before its spec was written.`,
        {
          hint: 'Give the command that began it once more: the folder is free for it.',
        },
      );
    }
    throw new HelmholtzError('usage', `${path} is not the folder of a run: it has no spec.yaml.`, {
      hint: 'Give a folder that `helmholtz train` made, such as runs/vae-digits.',
    });
  }

  async writeSpec(spec: Spec): Promise<void> {
    await this.write('spec.yaml', writeSpec(spec));
  }

  async readSpec(): Promise<Spec> {
    const path = join(this.path, 'spec.yaml');
    return readSpec(await readSpecText(path), path);
  }

  async writeEnvironment(environment: Environment): Promise<void> {
    await this.write('environment.json', `${JSON.stringify(environment, null, 2)}\n`);
  }

  async readEnvironment(): Promise<Environment> {
    const path = join(this.path, 'environment.json');
    const bytes = await readFileUpTo(path, dataLimits.environmentBytes);
    return parseEnvironment(bytes.toString(), path);
  }

  /** Replaces metrics.jsonl by these rows, a line each. */
  async writeMetrics(rows: readonly MetricsRow[]): Promise<void> {
    await this.write('metrics.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  }

  /** Appends one line to metrics.jsonl, whole or not at all, and on the disk when it is done. */
  async appendMetrics(row: MetricsRow): Promise<void> {
    await this.lock?.check();
    await appendLine(join(this.path, 'metrics.jsonl'), JSON.stringify(row));
  }

  async readMetrics(): Promise<MetricsRow[]> {
    const path = join(this.path, 'metrics.jsonl');
    const bytes = await readFileUpTo(path, dataLimits.metricsBytes);
    return parseMetrics(bytes.toString(), path);
  }

  /** Writes a checkpoint under each of the names. */
  async writeCheckpoint(names: readonly CheckpointName[], checkpoint: Checkpoint): Promise<void> {
    await this.lock?.check();
    await this.checkpoints.write(names, checkpoint);
  }

  async hasCheckpoint(name: CheckpointName): Promise<boolean> {
    return isFile(this.checkpoints.path(name));
  }

  /** @throws HelmholtzError (`storage`, `data`) where there is none of that name or it is damaged. */
  async readCheckpoint(name: CheckpointName): Promise<Checkpoint> {
    return this.checkpoints.read(name);
  }

  /**
   * The checkpoint to go on from: the last, or the furthest that can be read; undefined where there is none. Those that
   * can't be read are put aside.
   *
   * @param tell is told of it, in one line.
   */
  async checkpointToResume(tell: (line: string) => void): Promise<Checkpoint | undefined> {
    const { checkpoint, damaged } = await this.checkpoints.readSound('last', tell);
    await this.checkpoints.putAside(damaged);
    if (!checkpoint) return undefined;
    // A checkpoint holds no times. Where it was written and its line was not, the time is that of the line before.
    const rows = await this.readMetrics().catch(() => []);
    const times = new Map(rows.map(({ epoch, seconds }) => [epoch, seconds]));
    let latest = 0;
    const timed = (row: MetricsRow): MetricsRow => ({
      ...row,
      seconds: (latest = Math.max(latest, times.get(row.epoch) ?? 0)),
    });
    return { ...checkpoint, history: checkpoint.history.map(timed) };
  }

  /** Lets other processes write to the folder. */
  async release(): Promise<void> {
    await this.lock?.release();
    this.lock = undefined;
  }

  /** Writes a file of the run, atomically, under a path relative to the folder. */
  async write(relativePath: string, contents: string | Uint8Array): Promise<void> {
    await writeFileAtomic(join(this.path, relativePath), contents);
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
