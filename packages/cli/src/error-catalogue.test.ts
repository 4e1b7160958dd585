import { readFileSync } from 'node:fs';

import test from 'ava';

import { formatError, reportedKinds } from './errors.js';
import { exitCodes } from './exit-codes.js';
import { examples } from './testing/errors/examples.js';
import { type ObservedError, observe } from './testing/errors/observe.js';
import { errorsPage } from './testing/errors/page.js';

const codes: Readonly<Record<string, number>> = {
  usage: exitCodes.wrongUse,
  interrupted: exitCodes.interrupted,
};

test.serial('each kind of error is printed in one line, with a hint and its exit code', async (t) => {
  t.timeout(300_000);
  const seen = new Set<string>();
  for (const example of examples) {
    const error: ObservedError = await observe(example);
    seen.add(error.kind);
    t.is(error.exitCode, codes[error.kind] ?? exitCodes.failure, error.command);
    t.is(error.code, error.exitCode, error.command);
    t.regex(error.message, /^[^\n]+$/);
    t.truthy(error.hint, error.command);
    t.true(error.stderr.includes('hint: '), error.stderr);
  }
  t.deepEqual([...seen].sort(), Object.keys(reportedKinds).sort());
});

test.serial('the page of errors in the documentation is up to date', async (t) => {
  t.timeout(300_000);
  const page = readFileSync(new URL('../../../docs/reference/errors.md', import.meta.url), 'utf8');
  t.is(await errorsPage(), page, 'run: node packages/cli/dist/testing/errors/write-page.js');
});

test('control characters from a file are escaped on the terminal', (t) => {
  const error = Object.assign(new Error('a\u001b[2Jb\r\u202ec'), { kind: 'data' });
  t.is(formatError(error, false), 'error: a\\u001b[2Jb\\u000d\\u202ec');
});
