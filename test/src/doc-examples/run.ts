import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { type Example, type Failure, expectedOutput, normalize } from './example.js';
import { root } from './workspace.js';

/** What the process that runs examples reports of one: what it printed, or why it failed. */
export interface Outcome {
  readonly output: string;
  readonly error?: string;
}

/**
 * Runs compiled examples, each group in a process of its own, and compares what they print with
 * their comments. As many processes run at a time as there are cores: each loads the packages, and
 * a dozen of them can be more than the memory holds.
 */
export async function runExamples(scripts: ReadonlyMap<Example, string>): Promise<Failure[]> {
  const groups = new Set([...scripts.keys()].map(({ group }) => group)).values();
  const failures: Failure[] = [];
  const runGroups = async () => {
    // The workers take from one iterator.
    for (const group of groups)
      failures.push(...(await runGroup([...scripts].filter(([example]) => example.group === group))));
  };
  await Promise.all(Array.from({ length: availableParallelism() }, runGroups));
  return failures;
}

async function runGroup(scripts: readonly (readonly [Example, string])[]): Promise<Failure[]> {
  // Inside `test`, so that Node finds the packages as it does for a consumer.
  const modules = await mkdtemp(join(root, 'test', 'dist', 'doc-examples-'));
  // Examples may write files.
  const cwd = await mkdtemp(join(tmpdir(), 'doc-examples-'));
  try {
    await mkdir(modules, { recursive: true });
    const paths = scripts.map((_, index) => join(modules, `${index}.js`));
    await Promise.all(scripts.map(([, script], index) => writeFile(paths[index]!, script)));
    const { outcomes, ended } = await run(paths, cwd);
    return scripts.flatMap(([example], index) => failureOf(example, outcomes[index], ended));
  } finally {
    await Promise.all([modules, cwd].map((folder) => rm(folder, { recursive: true, force: true })));
  }
}

interface Ran {
  /** Of the modules that ran, in order: the process may end before it has run them all. */
  readonly outcomes: readonly Outcome[];
  /** How the process ended, and what it wrote to stderr. */
  readonly ended: string;
}

/** Runs modules in order in a new process. */
async function run(paths: readonly string[], cwd: string): Promise<Ran> {
  const runner = fileURLToPath(new URL('./runner.js', import.meta.url));
  const outcomes: Outcome[] = [];
  const child = fork(
    runner,
    paths.map((path) => pathToFileURL(path).href),
    { cwd, execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] },
  );
  child.on('message', (outcome) => outcomes.push(outcome as Outcome));
  const [stderr] = await Promise.all([text(child.stderr!), once(child, 'close')]);
  return { outcomes, ended: `${child.signalCode ?? `exit code ${child.exitCode}`}\n${stderr}` };
}

function failureOf(example: Example, outcome: Outcome | undefined, ended: string): Failure[] {
  if (!outcome) return [{ example, reason: `It, or an example before it, ended the process: ${ended}` }];
  if (outcome.error !== undefined) return [{ example, reason: outcome.error }];
  const expected = expectedOutput(example.code);
  const output = normalize(outcome.output);
  if (expected === undefined || expected === output) return [];
  return [{ example, reason: `It prints\n${output}\nbut its comments say\n${expected}` }];
}
