import { type Files, type Host, HelmholtzError, joinPath, toText } from '@helmholtz/base';
import { z } from 'zod';

import { type RunOptions, withDefaults } from './run-options.js';

const LOCK = /^writer-[0-9a-f-]+\.lock$/;

/**
 * A lock is touched this often. One of another machine that was not touched for ten times as long
 * was left behind.
 */
const BEAT_MS = 30_000;
const LEFT_AFTER_MS = 10 * BEAT_MS;

const writer = z.object({
  pid: z.int().positive(),
  host: z.string(),
  space: z.string(),
  started: z.string(),
});

type Writer = z.output<typeof writer>;

/** A lock of another process that may still write. */
interface Blocking extends Writer {
  readonly path: string;
  /** Seconds since its last touch, for a process of another machine or container. */
  readonly age?: number;
}

/**
 * Lets one process at a time write to a folder. Each process writes a lock of its own name and then
 * looks for other locks. If two processes start at once, at most one continues. No process removes
 * a lock that may be in use.
 *
 * A killed process leaves its lock behind. Such a lock is ignored if no process of that id and
 * start time runs. Processes of another machine or container can't be seen: their locks are ignored
 * after five minutes without a touch.
 */
export class RunLock {
  private readonly beat: ReturnType<typeof setInterval>;
  private readonly keep: () => void;

  private constructor(
    private readonly files: Files,
    private readonly path: string,
  ) {
    this.beat = setInterval(() => {
      // `check` reports a removed lock.
      files.touch(path).catch(() => undefined);
    }, BEAT_MS);
    // Node would wait for it before it ends; in a page it is a number.
    if (typeof this.beat === 'object') this.beat.unref();
    this.keep = files.removeAtExit(path);
  }

  /**
   * @throws HelmholtzError (`usage`) if another process writes there, (`storage`) if no lock can be
   *   written.
   */
  static async acquire(folder: string, options: RunOptions = {}): Promise<RunLock> {
    const { files, host } = withDefaults(options);
    const first = await attempt(files, host, folder);
    if (typeof first === 'string') return new RunLock(files, first);
    // Two that came at once see each other and both go back. The second time they hardly meet.
    await new Promise((resolve) => setTimeout(resolve, 20 + (host.pid % 100)));
    const second = await attempt(files, host, folder);
    if (typeof second === 'string') return new RunLock(files, second);
    throw lockedBy(second, folder);
  }

  /**
   * @throws HelmholtzError (`usage`) if the lock was removed, and another process may write by now.
   */
  async check(): Promise<void> {
    if (await this.files.stat(this.path)) return;
    throw new HelmholtzError(
      'usage',
      `The lock ${this.path} was removed: another process may write there by now.`,
      { hint: 'Resume with --resume when no other process writes. Keep the lock while training runs.' },
    );
  }

  async release(): Promise<void> {
    clearInterval(this.beat);
    this.keep();
    await this.files.remove(this.path);
  }
}

/** Returns whether a name is that of a lock. Locks are not part of a run. */
export function isLock(name: string): boolean {
  return LOCK.test(name);
}

function lockedBy({ pid, host, path, age }: Blocking, folder: string): HelmholtzError {
  const owner = `process ${pid} on ${host}`;
  if (age === undefined) {
    return new HelmholtzError('usage', `Another process writes to ${folder}: ${owner}.`, {
      hint: 'Wait until it ends, or stop it; then resume with `helmholtz train --resume`.',
    });
  }
  const minutes = Math.ceil((LEFT_AFTER_MS / 1000 - age) / 60);
  return new HelmholtzError(
    'usage',
    `Another process writes to ${folder}: ${owner}, another machine or container. It touched its lock ${path} ${Math.round(age)} s ago.`,
    {
      hint: `A process that writes touches its lock every ${BEAT_MS / 1000} s. If it has ended, remove the file, or try again in ${minutes} min.`,
    },
  );
}

/** Returns the path of a new lock, or the lock that prevents it. */
async function attempt(files: Files, host: Host, folder: string): Promise<string | Blocking> {
  const ownLock = `writer-${crypto.randomUUID()}.lock`;
  const path = joinPath(folder, ownLock);
  const { pid, name } = host;
  const me = { pid, host: name, space: await host.processSpace(), started: await host.processStart(pid) };
  await files.writeAtomic(path, JSON.stringify(me));
  const others = (await files.list(folder)).filter((name) => isLock(name) && name !== ownLock);
  for (const name of others) {
    const other = await livingWriter(files, host, joinPath(folder, name), path);
    await files.remove(other ? path : joinPath(folder, name));
    if (other) return other;
  }
  return path;
}

/** Returns the writer of a lock; undefined if the lock is no longer in use. */
async function livingWriter(
  files: Files,
  host: Host,
  path: string,
  own: string,
): Promise<Blocking | undefined> {
  const owner = parse(await files.read(path).catch(() => new Uint8Array(0)));
  if (!owner) return undefined;
  if (owner.host === host.name && owner.space === (await host.processSpace()))
    return (await host.processStart(owner.pid)) === owner.started ? { ...owner, path } : undefined;
  // Both times are of the clock of the disk that holds them.
  const [touched, now] = await Promise.all([modified(files, path), modified(files, own)]);
  return now - touched < LEFT_AFTER_MS ? { ...owner, path, age: (now - touched) / 1000 } : undefined;
}

function parse(bytes: Uint8Array): Writer | undefined {
  try {
    return writer.safeParse(JSON.parse(toText(bytes))).data;
  } catch {
    return undefined;
  }
}

async function modified(files: Files, path: string): Promise<number> {
  const status = await files.stat(path).catch(() => undefined);
  return status?.modified ?? -Infinity;
}
