import { fork } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
 * their comments.
 */
export async function runExamples(scripts: ReadonlyMap<Example, string>): Promise<Failure[]> {
  const groups = [...new Set([...scripts.keys()].map(({ group }) => group))];
  const failures = await Promise.all(
    groups.map((group) => runGroup([...scripts].filter(([example]) => example.group === group))),
  );
  return failures.flat();
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
    const outcomes = await run(paths, cwd);
    return scripts.flatMap(([example], index) => failureOf(example, outcomes[index]));
  } finally {
    await Promise.all([modules, cwd].map((folder) => rm(folder, { recursive: true, force: true })));
  }
}

/** Runs modules in order in a new process, which may end before it has run them all. */
async function run(paths: readonly string[], cwd: string): Promise<Outcome[]> {
  const runner = fileURLToPath(new URL('./runner.js', import.meta.url));
  const outcomes: Outcome[] = [];
  const child = fork(
    runner,
    paths.map((path) => pathToFileURL(path).href),
    { cwd, execArgv: [], stdio: 'pipe' },
  );
  child.on('message', (outcome) => outcomes.push(outcome as Outcome));
  await new Promise((resolve) => child.on('close', resolve));
  return outcomes;
}

function failureOf(example: Example, outcome: Outcome | undefined): Failure[] {
  if (!outcome) return [{ example, reason: 'It, or an example before it, ended the process.' }];
  if (outcome.error !== undefined) return [{ example, reason: outcome.error }];
  const expected = expectedOutput(example.code);
  const output = normalize(outcome.output);
  if (expected === undefined || expected === output) return [];
  return [{ example, reason: `It prints\n${output}\nbut its comments say\n${expected}` }];
}
