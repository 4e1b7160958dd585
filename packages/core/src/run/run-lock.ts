import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { readFile, readdir, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

import { HelmholtzError } from '@helmholtz/base';
import { writeFileAtomic } from './atomic-write.js';
import { processSpace, processStart } from './process-start.js';

const LOCK = /^writer-[0-9a-f-]+\.lock$/;

/** How often a lock shows that its process lives, and after how long without it another machine's counts as left. */
const BEAT_MS = 30_000;
const LEFT_AFTER_MS = 10 * BEAT_MS;

const writer = z.object({
  pid: z.int().positive(),
  host: z.string(),
  space: z.string(),
  started: z.string(),
});

type Writer = z.output<typeof writer>;

/** The locks of this process, which go with it. */
const held = new Set<string>();

function removeHeld(): void {
  for (const path of held) rmSync(path, { force: true });
}

/**
 * One writer for a folder. Each process writes a lock of its own name and then looks for those of others, so that of
 * two that come at once at most one goes on, and nobody ever takes away a lock that may be in use.
 *
 * A lock is left behind where a process is killed. It counts for nothing once no process of that id and start time runs;
 * from another machine or container, which can't look, once it has not been touched for five minutes.
 */
export class RunLock {
  private readonly beat: NodeJS.Timeout;
  private constructor(private readonly path: string) {
    this.beat = setInterval(() => {
      const now = new Date();
      // `check` is what tells of a lock that is gone.
      utimes(path, now, now).catch(() => undefined);
    }, BEAT_MS);
    this.beat.unref();
    if (held.size === 0) process.once('exit', removeHeld);
    held.add(path);
  }

  /** @throws HelmholtzError (`usage`) where another process writes there, (`storage`) where no lock can be written. */
  static async acquire(folder: string): Promise<RunLock> {
    const first = await RunLock.attempt(folder);
    if (first instanceof RunLock) return first;
    // Two that came at once see each other and both go back: the second time they hardly meet.
    await new Promise((resolve) => setTimeout(resolve, 20 + (process.pid % 100)));
    const second = await RunLock.attempt(folder);
    if (second instanceof RunLock) return second;
    const { pid, host } = second;
    throw new HelmholtzError('usage', `Another process writes to ${folder}: ${pid} on ${host}.`, {
      hint: 'Wait until it ends, or stop it; then go on with `helmholtz train --resume`.',
    });
  }

  /** @throws HelmholtzError (`usage`) where the lock was taken away, and another process may write by now. */
  async check(): Promise<void> {
    if (await exists(this.path)) return;
    throw new HelmholtzError(
      'usage',
      `The lock ${this.path} is gone: another process may write there by now.`,
      {
        hint: 'Go on with --resume when no other process does. Leave the lock alone while training runs.',
      },
    );
  }

  async release(): Promise<void> {
    clearInterval(this.beat);
    held.delete(this.path);
    if (held.size === 0) process.off('exit', removeHeld);
    await rm(this.path, { force: true });
  }

  /** A lock, or who stands in its way. */
  private static async attempt(folder: string): Promise<RunLock | Writer> {
    const own = `writer-${randomUUID()}.lock`;
    const path = join(folder, own);
    const { pid } = process;
    const me = { pid, host: hostname(), space: await processSpace(), started: await processStart(pid) };
    await writeFileAtomic(path, JSON.stringify(me));
    const others = (await readdir(folder)).filter((name) => isLock(name) && name !== own);
    for (const name of others) {
      const other = await livingWriter(join(folder, name), path, me);
      await rm(other ? path : join(folder, name), { force: true });
      if (other) return other;
    }
    return new RunLock(path);
  }
}

/** Whether a name is that of a lock, which is no part of a run. */
export function isLock(name: string): boolean {
  return LOCK.test(name);
}

/** Who holds a lock; undefined where nobody does any more. */
async function livingWriter(
  path: string,
  own: string,
  { host, space }: Pick<Writer, 'host' | 'space'>,
): Promise<Writer | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  const theirs = parse(text);
  if (!theirs) return undefined;
  if (theirs.host === host && theirs.space === space)
    return (await processStart(theirs.pid)) === theirs.started ? theirs : undefined;
  // Both times are of the clock of the disk that they lie on.
  const [touched, now] = await Promise.all([modified(path), modified(own)]);
  return now - touched < LEFT_AFTER_MS ? theirs : undefined;
}

function parse(text: string | undefined): Writer | undefined {
  try {
    return writer.safeParse(JSON.parse(text ?? '')).data;
  } catch {
    return undefined;
  }
}

async function modified(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => -Infinity,
  );
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
