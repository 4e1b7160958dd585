import test from 'ava';

import { abortOnInterrupt, interruptExitCode } from './interrupt.js';

/**
 * Calls the listeners as the process would. They must not end the process: the caller of the
 * command does.
 */
function listeners(signal: 'SIGINT' | 'SIGTERM'): (() => void)[] {
  return process.listeners(signal) as (() => void)[];
}

const { serial } = test;

for (const name of ['SIGINT', 'SIGTERM'] as const) {
  serial(`${name} aborts once, and leaves nothing behind when released`, (t) => {
    const before = { SIGINT: listeners('SIGINT').length, SIGTERM: listeners('SIGTERM').length };
    let notices = 0;
    const { signal, release } = abortOnInterrupt(() => notices++);
    t.false(signal.aborted);
    listeners(name).at(-1)!();
    t.true(signal.aborted);
    t.is(notices, 1);
    release();
    t.deepEqual({ SIGINT: listeners('SIGINT').length, SIGTERM: listeners('SIGTERM').length }, before);
  });
}

serial('the exit code is 128 plus the number of the signal', (t) => {
  for (const [name, code] of [
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const) {
    const { release } = abortOnInterrupt(() => undefined);
    listeners(name).at(-1)!();
    release();
    t.is(interruptExitCode(), code);
  }
});

serial('the second signal ends the process at once', (t) => {
  const exit = process.exit.bind(process);
  const codes: unknown[] = [];
  process.exit = ((code: unknown) => void codes.push(code)) as typeof exit;
  const { release } = abortOnInterrupt(() => undefined);
  try {
    listeners('SIGINT').at(-1)!();
    t.deepEqual(codes, []);
    listeners('SIGINT').at(-1)!();
    t.deepEqual(codes, [130]);
  } finally {
    process.exit = exit;
    release();
  }
});
