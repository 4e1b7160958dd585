import test from 'ava';

import { createTerminal } from './terminal.js';

interface Written {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `work` and returns its output, on a terminal or not. */
function written(work: () => void, isTTY = false): Written {
  const texts = { stdout: '', stderr: '' };
  const { stdout, stderr } = process;
  const kept = { stdout: stdout.write.bind(stdout), stderr: stderr.write.bind(stderr), isTTY: stderr.isTTY };
  stdout.write = (text: string) => (texts.stdout += text) !== '';
  stderr.write = (text: string) => (texts.stderr += text) !== '';
  stderr.isTTY = isTTY;
  try {
    work();
  } finally {
    stdout.write = kept.stdout;
    stderr.write = kept.stderr;
    stderr.isTTY = kept.isTTY;
  }
  return texts;
}

const { serial } = test;

serial('progress goes to stderr, the result to stdout', (t) => {
  const work = (json: boolean, quiet: boolean) => () => {
    const terminal = createTerminal({ json, quiet });
    terminal.status('working');
    terminal.warn('look out');
    terminal.progress('loading').end();
    terminal.result('for people', { for: 'programs' });
  };
  const stderr = 'working\nwarning: look out\nloading ...\n';
  t.deepEqual(written(work(false, false)), { stdout: 'for people\n', stderr });
  t.deepEqual(written(work(true, false)), { stdout: '{"for":"programs"}\n', stderr });
  t.deepEqual(written(work(false, true)), { stdout: 'for people\n', stderr: 'warning: look out\n' });
});

serial('with --json, any result is one line of JSON', (t) => {
  const data = { text: 'a\nb', numbers: [1, null], nested: { a: {} } };
  const { stdout } = written(() => {
    createTerminal({ json: true, quiet: false }).result('', data);
  });
  t.is(stdout.split('\n').length, 2);
  t.deepEqual(JSON.parse(stdout), data);
});

serial('on a terminal progress is a live bar, except with --quiet', (t) => {
  const work = (quiet: boolean) => () => {
    const progress = createTerminal({ json: false, quiet }).progress('loading');
    progress.update(1, 2);
    progress.end();
  };
  t.true(written(work(false), true).stderr.includes('loading'));
  t.deepEqual(written(work(true), true), { stdout: '', stderr: '' });
});
