import { type Files, HelmholtzError, joinPath, storageCode } from '@helmholtz/base';

import { type Checkpoint, OtherFormError, decodeCheckpoint, encodeCheckpoint } from './checkpoint.js';
import { type RunOptions, withDefaults } from './run-options.js';

/** `previous` is the `last` before it. `epoch-<n>` are kept for good. */
export type CheckpointName = 'best' | 'last' | 'previous' | `epoch-${number}`;

const EXTENSION = '.safetensors';

const DAMAGED = '.damaged';

/** A checkpoint that could be read, if there is one, and the names of damaged checkpoints. */
export interface SoundCheckpoint {
  readonly checkpoint: Checkpoint | undefined;
  readonly damaged: readonly CheckpointName[];
}

/** Checkpoints of a run, in a folder. */
export class CheckpointFiles {
  private readonly files: Files;

  constructor(
    private readonly folder: string,
    options: RunOptions = {},
  ) {
    ({ files: this.files } = withDefaults(options));
  }

  path(name: CheckpointName): string {
    return joinPath(this.folder, name + EXTENSION);
  }

  /**
   * Writes a checkpoint under several names. The former `last` becomes `previous`, so that there
   * are always two.
   */
  async write(names: readonly CheckpointName[], checkpoint: Checkpoint): Promise<void> {
    const bytes = encodeCheckpoint(checkpoint);
    for (const name of names) {
      if (name === 'last') await this.keepPrevious();
      await this.files.writeAtomic(this.path(name), bytes);
    }
  }

  /**
   * @throws HelmholtzError (`storage`, `data`) if there is no checkpoint of that name, or it is
   *   damaged.
   */
  async read(name: CheckpointName): Promise<Checkpoint> {
    const path = this.path(name);
    return decodeCheckpoint(await this.files.read(path), path);
  }

  async names(): Promise<CheckpointName[]> {
    const checkpointFiles = (await this.files.list(this.folder)).filter((file) => file.endsWith(EXTENSION));
    return checkpointFiles.map((file) => file.slice(0, -EXTENSION.length) as CheckpointName);
  }

  /**
   * Returns the checkpoint of a name. If it is missing or damaged, returns the furthest of the
   * others.
   *
   * @param tell receives a line about each damaged checkpoint, and about its replacement.
   * @throws HelmholtzError if a sound checkpoint can't be read: another version wrote it, or
   *   permission is missing.
   */
  async readSound(name: CheckpointName, tell: (line: string) => void): Promise<SoundCheckpoint> {
    const damaged: CheckpointName[] = [];
    const readOr = async (each: CheckpointName): Promise<Checkpoint | undefined> => {
      try {
        return await this.read(each);
      } catch (error) {
        if (!isDamage(error)) throw error;
        damaged.push(each);
        tell(error.message);
        return undefined;
      }
    };
    const names = await this.names();
    const checkpoint = names.includes(name) ? await readOr(name) : undefined;
    if (checkpoint) return { checkpoint, damaged };
    let furthest: { readonly from: CheckpointName; readonly checkpoint: Checkpoint } | undefined;
    for (const from of names.filter((each) => each !== name)) {
      const checkpoint = await readOr(from);
      if (checkpoint && (!furthest || isFurther(checkpoint, furthest.checkpoint)))
        furthest = { from, checkpoint };
    }
    if (furthest) tell(`Using ${this.path(furthest.from)} instead, of step ${furthest.checkpoint.step}.`);
    return { checkpoint: furthest?.checkpoint, damaged };
  }

  /** Renames damaged checkpoints, so that they can be examined but are not used. */
  async putAside(names: readonly CheckpointName[]): Promise<void> {
    for (const name of names) {
      const path = this.path(name);
      await this.files.rename(path, path + DAMAGED);
    }
  }

  /** There is a `last` at every moment: its copy is there before it is replaced. */
  private async keepPrevious(): Promise<void> {
    try {
      await this.files.duplicate(this.path('last'), this.path('previous'));
    } catch (error) {
      if (storageCode(error) !== 'ENOENT') throw error;
    }
  }
}

/** Whether another checkpoint can be used instead. */
function isDamage(error: unknown): error is HelmholtzError {
  if (!(error instanceof HelmholtzError) || error instanceof OtherFormError) return false;
  return error.kind === 'data' || storageCode(error) === 'EIO';
}

/** After the same step an epoch may be done, or still have to be evaluated. */
function isFurther(a: Checkpoint, b: Checkpoint): boolean {
  return a.step === b.step ? a.epoch > b.epoch : a.step > b.step;
}
