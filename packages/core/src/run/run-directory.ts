import { appendFile, readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { HelmholtzError } from '../errors.js';
import { dataLimits } from '../plain-data.js';
import { readSpec } from '../spec/parse.js';
import type { Spec } from '../spec/schema.js';
import { writeSpec } from '../spec/write.js';
import { storageError, writeFileAtomic } from './atomic-write.js';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './checkpoint.js';
import { type Environment, parseEnvironment } from './environment.js';
import { makeFolder } from './make-folder.js';
import { parseMetrics } from './metrics-file.js';
import type { MetricsRow } from './metrics-row.js';
import { readFileUpTo, readSpecText } from './read-file.js';

export type CheckpointName = 'best' | 'last';

/**
 * The folder that a run leaves: spec.yaml, environment.json, metrics.jsonl, checkpoints/, figures/ and report.html.
 */
export class RunDirectory {
  private constructor(readonly path: string) {}

  /** @throws HelmholtzError (`usage`) where something is there already: no run overwrites another. */
  static async checkFree(path: string): Promise<void> {
    const existing = await readdir(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw storageError('create', path, error);
    });
    if (existing.length === 0) return;
    throw new HelmholtzError('usage', `The output folder ${path} is not empty (it holds ${existing[0]}).`, {
      hint: 'Choose another with --out; a run never overwrites what is there.',
    });
  }

  /**
   * Makes the folder of a new run.
   *
   * @throws HelmholtzError (`usage`) where something is there already, (`storage`) where it can't be made.
   */
  static async create(path: string): Promise<RunDirectory> {
    await RunDirectory.checkFree(path);
    await makeFolder(join(path, 'checkpoints'));
    await makeFolder(join(path, 'figures'));
    return new RunDirectory(path);
  }

  /** @throws HelmholtzError (`usage`) where the folder holds no run. */
  static async open(path: string): Promise<RunDirectory> {
    if (await isFile(join(path, 'spec.yaml'))) return new RunDirectory(path);
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

  /** Appends one line to metrics.jsonl, whole or not at all as far as the system allows: in a single write. */
  async appendMetrics(row: MetricsRow): Promise<void> {
    const path = join(this.path, 'metrics.jsonl');
    await appendFile(path, `${JSON.stringify(row)}\n`).catch((error: unknown) => {
      throw storageError('write', path, error);
    });
  }

  async readMetrics(): Promise<MetricsRow[]> {
    const path = join(this.path, 'metrics.jsonl');
    const bytes = await readFileUpTo(path, dataLimits.metricsBytes);
    return parseMetrics(bytes.toString(), path);
  }

  async writeCheckpoint(name: CheckpointName, checkpoint: Checkpoint): Promise<void> {
    await this.write(checkpointFile(name), encodeCheckpoint(checkpoint));
  }

  async hasCheckpoint(name: CheckpointName): Promise<boolean> {
    return isFile(join(this.path, checkpointFile(name)));
  }

  /** @throws HelmholtzError (`storage`, `data`) where there is none of that name or it is damaged. */
  async readCheckpoint(name: CheckpointName): Promise<Checkpoint> {
    const path = join(this.path, checkpointFile(name));
    const bytes = await readFile(path).catch((error: unknown) => {
      throw storageError('read', path, error);
    });
    return decodeCheckpoint(bytes, path);
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

function checkpointFile(name: CheckpointName): string {
  return join('checkpoints', `${name}.safetensors`);
}
