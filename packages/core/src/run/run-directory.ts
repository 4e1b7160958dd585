import {
  dataLimits,
  type Files,
  folderOf,
  type Host,
  joinPath,
  removeTemporaries,
  toText,
  writePlainJson,
} from '@helmholtz/base';

import { readSpec } from '../spec/parse.js';
import type { Spec } from '../spec/schema.js';
import { writeSpec } from '../spec/write.js';
import { checkFree, checkNothingTrained, runFolders, withoutSpec } from './begun.js';
import type { Checkpoint } from './checkpoint.js';
import { CheckpointFiles, type CheckpointName } from './checkpoint-files.js';
import { type Environment, parseEnvironment } from './environment.js';
import { parseMetrics, withTimes } from './metrics-file.js';
import type { MetricsRow } from './metrics-row.js';
import { readFileUpTo, readSpecText } from './read-file.js';
import { readRunVersion, writeRunFormat } from './run-format.js';
import { RunLock } from './run-lock.js';
import { type RunOptions, withDefaults } from './run-options.js';

/**
 * Folder of a run: run.json, spec.yaml, environment.json, fitted.json, metrics.jsonl, checkpoints/,
 * figures/ and report.html.
 *
 * `create` and `resume` lock the folder against other writers until `release`. `open` only reads,
 * and does not lock.
 *
 * @example
 * ```ts
 * import { memoryFiles } from '@helmholtz/base';
 * import { RunDirectory } from '@helmholtz/core/run';
 *
 * const files = memoryFiles(); // leave `files` out to use the disk
 * const run = await RunDirectory.create('runs/mine', { files });
 * const row = { epoch: 1, step: 90, seconds: 2, learningRate: 0.001, train: { nelbo: 150 } };
 * await run.writeMetrics([row]);
 * await run.release();
 * console.log((await run.readMetrics()).length); // 1
 * ```
 */
export class RunDirectory {
  readonly checkpoints: CheckpointFiles;
  private readonly files: Files;
  private readonly host: Host;
  private lock: RunLock | undefined;

  private constructor(
    readonly path: string,
    options: RunOptions,
  ) {
    ({ files: this.files, host: this.host } = withDefaults(options));
    this.checkpoints = new CheckpointFiles(joinPath(path, 'checkpoints'), options);
  }

  /**
   * Checks that a new run may be written to a folder. No run overwrites anything; only the
   * beginning of a run that was interrupted before its spec was written is replaced.
   *
   * @throws HelmholtzError (`usage`) if the folder holds something.
   */
  static async checkFree(path: string, options: RunOptions = {}): Promise<void> {
    await checkFree(withDefaults(options).files, path);
  }

  /**
   * Makes the folder of a new run, and locks it.
   *
   * @throws HelmholtzError (`usage`) if the folder holds something, (`storage`) if it can't be
   *   made.
   */
  static async create(path: string, options: RunOptions = {}): Promise<RunDirectory> {
    await RunDirectory.checkFree(path, options);
    const run = new RunDirectory(path, options);
    await run.files.makeFolder(path);
    return run.locked(async () => {
      // Another process may have come in between.
      await RunDirectory.checkFree(path, options);
      await removeTemporaries(run.files, path);
      await run.makeFolders();
    });
  }

  /**
   * Opens the folder of an interrupted run to resume it, and locks it. Temporary files are removed.
   *
   * @throws HelmholtzError (`usage`) if the folder holds no run, or another process writes to it.
   */
  static async resume(path: string, options: RunOptions = {}): Promise<RunDirectory> {
    const run = await RunDirectory.open(path, options);
    return run.locked(async () => {
      await run.makeFolders();
      for (const folder of [path, joinPath(path, 'checkpoints')]) await removeTemporaries(run.files, folder);
    });
  }

  /**
   * Opens the folder of a run to read it.
   *
   * @throws HelmholtzError (`usage`) if the folder holds no run, (`data`) if it is of a newer
   *   version.
   */
  static async open(path: string, options: RunOptions = {}): Promise<RunDirectory> {
    const run = new RunDirectory(path, options);
    await readRunVersion(run.files, path);
    if (await run.isFile('spec.yaml')) return run;
    throw await withoutSpec(run.files, path);
  }

  /** Locks and prepares the folder. Releases the lock if preparing fails. */
  private async locked(prepare: () => Promise<void>): Promise<this> {
    this.lock = await RunLock.acquire(this.path, { files: this.files, host: this.host });
    try {
      await prepare();
      return this;
    } catch (error) {
      await this.release();
      throw error;
    }
  }

  private async makeFolders(): Promise<void> {
    await writeRunFormat(this.files, this.path);
    for (const folder of runFolders) await this.files.makeFolder(joinPath(this.path, folder));
  }

  async writeSpec(spec: Spec): Promise<void> {
    await this.write('spec.yaml', writeSpec(spec));
  }

  async readSpec(): Promise<Spec> {
    const path = joinPath(this.path, 'spec.yaml');
    return readSpec(await readSpecText(path, this.files), path);
  }

  async writeEnvironment(environment: Environment): Promise<void> {
    await this.write('environment.json', `${JSON.stringify(environment, null, 2)}\n`);
  }

  async readEnvironment(): Promise<Environment> {
    const { text, path } = await this.readText('environment.json', dataLimits.environmentBytes);
    return parseEnvironment(text, path);
  }

  /** Writes the parameters fitted to the training data, as plain data. */
  async writeFitted(fitted: object): Promise<void> {
    await this.write('fitted.json', writePlainJson(fitted));
  }

  /** Returns the text of fitted.json; undefined for a run without one, as older versions wrote. */
  async readFitted(): Promise<string | undefined> {
    return this.readOptional('fitted.json', dataLimits.fittedBytes);
  }

  /**
   * Returns the text of a file in the folder; undefined if there is none.
   *
   * @param most limit of its size in bytes
   */
  async readOptional(name: string, most: number): Promise<string | undefined> {
    return (await this.isFile(name)) ? (await this.readText(name, most)).text : undefined;
  }

  /**
   * Returns the bytes of a file in the folder; undefined if there is none.
   *
   * @param most limit of its size in bytes
   */
  async readOptionalBytes(name: string, most: number): Promise<Uint8Array | undefined> {
    if (!(await this.isFile(name))) return undefined;
    return readFileUpTo(joinPath(this.path, name), most, this.files);
  }

  /** Replaces metrics.jsonl by these rows, one a line. */
  async writeMetrics(rows: readonly MetricsRow[]): Promise<void> {
    await this.write('metrics.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  }

  /** Appends one line to metrics.jsonl, whole or not at all, and flushes it to the disk. */
  async appendMetrics(row: MetricsRow): Promise<void> {
    await this.lock?.check();
    await this.files.appendLine(joinPath(this.path, 'metrics.jsonl'), JSON.stringify(row));
  }

  async readMetrics(): Promise<MetricsRow[]> {
    const { text, path } = await this.readText('metrics.jsonl', dataLimits.metricsBytes);
    return parseMetrics(text, path);
  }

  /** Writes a checkpoint under each of the names. */
  async writeCheckpoint(names: readonly CheckpointName[], checkpoint: Checkpoint): Promise<void> {
    await this.lock?.check();
    await this.checkpoints.write(names, checkpoint);
  }

  async hasCheckpoint(name: CheckpointName): Promise<boolean> {
    const status = await this.files.stat(this.checkpoints.path(name));
    return status?.kind === 'file';
  }

  /**
   * @throws HelmholtzError (`storage`, `data`) if there is no checkpoint of that name, or it is
   *   damaged.
   */
  async readCheckpoint(name: CheckpointName): Promise<Checkpoint> {
    return this.checkpoints.read(name);
  }

  /**
   * Returns the checkpoint to resume from: the last, or the furthest that can be read; undefined if
   * training was interrupted before the first. Damaged ones are renamed to `*.damaged`.
   *
   * @param tell receives a line about each damaged checkpoint, and about its replacement.
   * @throws HelmholtzError (`data`) if all are damaged, or missing after a complete epoch.
   */
  async checkpointToResume(tell: (line: string) => void): Promise<Checkpoint | undefined> {
    const { checkpoint, damaged } = await this.checkpoints.readSound('last', tell);
    if (!checkpoint) return checkNothingTrained(this.files, this.path, damaged);
    await this.checkpoints.putAside(damaged);
    const rows = await this.readMetrics().catch(() => []);
    return { ...checkpoint, history: withTimes(checkpoint.history, rows) };
  }

  /** Lets other processes write to the folder. */
  async release(): Promise<void> {
    await this.lock?.release();
    this.lock = undefined;
  }

  /** Writes a file of the run as a whole, under a path relative to the folder. */
  async write(relativePath: string, contents: string | Uint8Array): Promise<void> {
    const path = joinPath(this.path, relativePath);
    // A copy of a run may lack folders that were empty.
    if (relativePath.includes('/')) await this.files.makeFolder(folderOf(path));
    await this.files.writeAtomic(path, contents);
  }

  private async readText(name: string, most: number): Promise<{ text: string; path: string }> {
    const path = joinPath(this.path, name);
    return { text: toText(await readFileUpTo(path, most, this.files)), path };
  }

  private async isFile(name: string): Promise<boolean> {
    return (await this.files.stat(joinPath(this.path, name)))?.kind === 'file';
  }
}
