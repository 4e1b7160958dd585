import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { ExecutionContext } from 'ava';

import { runMain } from '../../packages/cli/dist/testing/run-main.js';

/** Path of the command. */
export const bin = fileURLToPath(new URL('../../packages/cli/bin/helmholtz.js', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly finished: Promise<Finished>;
  /** Resolves when stderr has come to say something. */
  readonly said: (text: RegExp) => Promise<void>;
}

/** Starts the command as a user does, in a process of its own. */
export function start(
  argv: readonly string[],
  { cwd, nodeOptions = [] }: { readonly cwd?: string; readonly nodeOptions?: readonly string[] } = {},
): Started {
  const child = spawn(process.execPath, [...nodeOptions, bin, ...argv], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  const said = async (text: RegExp): Promise<void> => {
    while (!text.test(stderr)) {
      const more = new Promise((resolve) => child.stderr.once('data', resolve));
      const ended = await Promise.race([more, finished.then(() => 'ended')]);
      if (ended === 'ended' && !text.test(stderr))
        throw new Error(`It ended without saying ${text}: ${stderr}`);
    }
  };
  return { child, finished, said };
}

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs the command in this process, which loads it only once. One at a time: its output is that of
 * the process.
 */
export function helmholtz(...argv: string[]): Promise<Finished> {
  const next = last.then(() => runMain(...argv));
  last = next.catch(() => undefined);
  return next;
}

/** A command that must succeed, and the JSON object that its stdout ends in. */
export async function json<Result>(t: ExecutionContext, ...argv: string[]): Promise<Result> {
  const { code, stdout, stderr } = await helmholtz(...argv, '--json');
  t.is(code, 0, stderr);
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Result;
}

/** A folder that its caller removes. */
export async function newFolder(): Promise<{
  readonly folder: string;
  readonly remove: () => Promise<void>;
}> {
  const folder = await mkdtemp(join(tmpdir(), 'helmholtz-test-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
