import { itemAt } from '@helmholtz/base';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import type { ErrorReport } from '../../errors.js';
import { runMain } from '../run-main.js';
import type { ErrorExample } from './examples.js';

/** Output of a command that failed. */
export interface ObservedError extends ErrorReport {
  readonly command: string;
  readonly files: readonly (readonly [string, string | Uint8Array])[];
  readonly exitCode: number;
  /** Exit code of the process; `stderr` is its output for people. */
  readonly code: number;
  readonly stderr: string;
}

/** Runs the command of an example in a temporary folder, which the messages call `folder`. */
export async function observe({ argv, files = {} }: ErrorExample): Promise<ObservedError> {
  const folder = await mkdtemp(join(tmpdir(), 'helmholtz-errors-'));
  try {
    for (const [name, contents] of Object.entries(files)) {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, contents);
    }
    const words = argv.split(' ').map((word) => word.replace('@', folder));
    const { code, stdout, stderr } = await runMain(...words, '--json');
    const last = itemAt(stdout.trim().split('\n'), -1);
    const { error } = JSON.parse(last.replaceAll(folder, 'folder')) as {
      error: ErrorReport & { exitCode: number };
    };
    const command = `helmholtz ${argv.replaceAll('@', 'folder')}`;
    return { command, files: Object.entries(files), ...error, code, stderr };
  } finally {
    // A command that fails does not remove its listeners.
    for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal);
    await rm(folder, { recursive: true, force: true });
  }
}
