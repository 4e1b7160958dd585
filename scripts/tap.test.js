import test from 'ava';
import { figuresOf } from './tap.js';

const summary = (pass, fail, skip) =>
  ['', '1..9', '# tests 9', `# pass ${pass}`, skip && `# skip ${skip}`, `# fail ${fail}`, '']
    .filter((line) => line !== undefined)
    .join('\n');

test('all passed', (t) => {
  const tap = `TAP version 13\nok 1 - normal › kl\nok 2 - normal › logProb\n${summary(2, 0)}`;
  t.deepEqual(figuresOf(tap, 0), { passed: 2, failed: 0, failures: [] });
});

test('failures are counted and named', (t) => {
  const tap = `ok 1 - a\nnot ok 2 - b › c\n  ---\n    name: AssertionError\n  ...\n${summary(1, 1)}`;
  t.deepEqual(figuresOf(tap, 1), { passed: 1, failed: 1, failures: ['b › c'] });
});

test('skipped tests neither pass nor fail, and neither do those to do', (t) => {
  const tap = `ok 1 - a\nok 2 - b # SKIP\nnot ok 3 - c # TODO\n${summary(1, 1, 1)}`;
  t.deepEqual(figuresOf(tap, 0), { passed: 1, failed: 0, failures: [] });
});

test('tests that were never reached count as failed', (t) => {
  t.is(figuresOf(`ok 1 - a\nnot ok 2 - exited with a non-zero exit code: 1\n${summary(1, 7)}`, 1).failed, 7);
});

test('a failed hook, which ava leaves out of its count, is a failure', (t) => {
  t.deepEqual(figuresOf(`not ok 1 - before hook\n${summary(0, 0)}`, 1), {
    passed: 0,
    failed: 1,
    failures: ['before hook'],
  });
});

test('a run without a summary, or ended by a signal, has failed', (t) => {
  t.like(figuresOf('', 1), { passed: 0, failed: 1 });
  t.regex(figuresOf('', 1).failures.join(), /no file matches/);
  t.is(figuresOf(`ok 1 - a\n${summary(1, 0)}`, null).failed, 1);
});

test('what a test logs is not taken for a figure', (t) => {
  const tap = `ok 1 - a\n#   # pass 100\n#   not ok 3 - no\n${summary(1, 0)}`;
  t.deepEqual(figuresOf(tap, 0), { passed: 1, failed: 0, failures: [] });
});
