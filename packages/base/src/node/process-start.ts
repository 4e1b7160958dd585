import { readFile, readlink } from 'node:fs/promises';

/**
 * Returns when a process of this machine started, as text: the same at every call, and different
 * for a later process with the same id. Returns undefined if there is no such process, `running` if
 * the system does not report the time.
 */
export async function processStart(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return linuxStart(pid);
  return isRunning(pid) ? 'running' : undefined;
}

/** Returns the namespace of process ids. Each container of a machine has its own. */
export async function processSpace(): Promise<string> {
  return readlink('/proc/self/ns/pid').catch(() => '');
}

/**
 * The boot, and the clock ticks from it on: field 22 of /proc/<pid>/stat, counted after the name in
 * parentheses.
 */
async function linuxStart(pid: number): Promise<string | undefined> {
  const [boot, status] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => ''),
    readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined),
  ]);
  if (status === undefined) return undefined;
  const [state, ...fields] = status.slice(status.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended, and only waits for its parent to notice.
  return state === 'Z' ? undefined : `${boot.trim()} ${fields[18]}`;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, but another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
