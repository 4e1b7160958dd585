import { copyFile, link, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { HelmholtzError } from '@helmholtz/base';
import { TEMPORARY, storageError, writeFileAtomic } from './atomic-write.js';
import { type Checkpoint, OtherFormError, decodeCheckpoint, encodeCheckpoint } from './checkpoint.js';

/** `previous` is what `last` was before; `epoch-<n>` are kept for good. */
export type CheckpointName = 'best' | 'last' | 'previous' | `epoch-${number}`;

const EXTENSION = '.safetensors';

const DAMAGED = '.damaged';

/** A checkpoint that could be read, where there is one, and the names of those that could not. */
export interface SoundCheckpoint {
  readonly checkpoint: Checkpoint | undefined;
  readonly damaged: readonly CheckpointName[];
}

/** The checkpoints of a run, in a folder. */
export class CheckpointFiles {
  constructor(private readonly folder: string) {}

  path(name: CheckpointName): string {
    return join(this.folder, name + EXTENSION);
  }

  /** Writes a checkpoint under several names. That which is `last` becomes `previous`, so that there are always two. */
  async write(names: readonly CheckpointName[], checkpoint: Checkpoint): Promise<void> {
    const bytes = encodeCheckpoint(checkpoint);
    for (const name of names) {
      if (name === 'last') await this.keepPrevious();
      await writeFileAtomic(this.path(name), bytes);
    }
  }

  /** @throws HelmholtzError (`storage`, `data`) where there is none of that name or it is damaged. */
  async read(name: CheckpointName): Promise<Checkpoint> {
    const path = this.path(name);
    const bytes = await readFile(path).catch((error: unknown) => {
      throw storageError('read', path, error);
    });
    return decodeCheckpoint(bytes, path);
  }

  async names(): Promise<CheckpointName[]> {
    const files = await readdir(this.folder).catch((error: unknown) => {
      throw storageError('read', this.folder, error);
    });
    const whole = files.filter((file) => file.endsWith(EXTENSION)).sort();
    return whole.map((file) => file.slice(0, -EXTENSION.length) as CheckpointName);
  }

  /**
   * The checkpoint of a name, or, where it is missing or damaged, that of the others which came furthest.
   *
   * @param tell is told, in one line, of what could not be read, and what was taken instead.
   * @throws HelmholtzError where one is sound and yet can't be read: it is another version's, or may not be opened.
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
    const wanted = names.includes(name) ? await readOr(name) : undefined;
    if (wanted) return { checkpoint: wanted, damaged };
    let furthest: { readonly from: CheckpointName; readonly checkpoint: Checkpoint } | undefined;
    for (const from of names.filter((each) => each !== name)) {
      const checkpoint = await readOr(from);
      if (checkpoint && (!furthest || isFurther(checkpoint, furthest.checkpoint)))
        furthest = { from, checkpoint };
    }
    if (furthest) tell(`${this.path(furthest.from)} is taken instead, of step ${furthest.checkpoint.step}.`);
    return { checkpoint: furthest?.checkpoint, damaged };
  }

  /** Puts checkpoints aside under another name, so that they are looked at and not taken. */
  async putAside(names: readonly CheckpointName[]): Promise<void> {
    for (const name of names) {
      const path = this.path(name);
      await rename(path, path + DAMAGED).catch((error: unknown) => {
        throw storageError('write', path, error);
      });
    }
  }

  /** There is a `last` all the time: it gets a second name before another takes its first. */
  private async keepPrevious(): Promise<void> {
    const [last, previous] = [this.path('last'), this.path('previous')];
    const second = `${previous}.${process.pid}${TEMPORARY}`;
    try {
      await rm(second, { force: true });
      // Some file systems have no links.
      await link(last, second).catch(async () => copyFile(last, second));
      await rename(second, previous);
      // Where both were names of one file, as after a break, nothing was renamed.
      await rm(second, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw storageError('write', previous, error);
    }
  }
}

/** What another checkpoint makes good, and nothing else does. */
function isDamage(error: unknown): error is HelmholtzError {
  if (!(error instanceof HelmholtzError) || error instanceof OtherFormError) return false;
  return error.kind === 'data' || (error.cause as NodeJS.ErrnoException).code === 'EIO';
}

/** After the same step an epoch may be done, or its evaluation still to come. */
function isFurther(a: Checkpoint, b: Checkpoint): boolean {
  return a.step === b.step ? a.epoch > b.epoch : a.step > b.step;
}

/** Removes what was being written in a folder when a process ended. */
export async function removeTemporaries(folder: string): Promise<void> {
  const left = (await readdir(folder)).filter((file) => file.endsWith(TEMPORARY));
  for (const file of left) await rm(join(folder, file), { force: true });
}
