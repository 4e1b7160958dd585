import { readFile, readlink } from 'node:fs/promises';

/**
 * When a process of this machine started, as text that is the same at every call and another for a later process of
 * the same id; undefined where there is none. Where the system does not tell the time, `running` stands for it.
 */
export async function processStart(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return linuxStart(pid);
  return isRunning(pid) ? 'running' : undefined;
}

/** Within which the ids of processes are one and the same: another in each container of a machine. */
export async function processSpace(): Promise<string> {
  return readlink('/proc/self/ns/pid').catch(() => '');
}

/** The boot, and the clock ticks from it on: field 22 of /proc/<pid>/stat, counted after the name in parentheses. */
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
