import test from 'ava';
import { figuresOf, summaryOf } from './tap.js';

/**
 * @param {number} pass
 * @param {number} fail
 * @param {number} [skip]
 */
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
  t.deepEqual(figuresOf(tap, 1), {
    passed: 1,
    failed: 1,
    failures: [{ title: 'b › c', reason: 'name: AssertionError' }],
  });
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
    failures: [{ title: 'before hook', reason: '' }],
  });
});

test('a run without a summary, or ended by a signal, has failed', (t) => {
  t.like(figuresOf('', 1), { passed: 0, failed: 1 });
  t.regex(
    figuresOf('', 1)
      .failures.map(({ title }) => title)
      .join(),
    /no file matches/,
  );
  t.is(figuresOf(`ok 1 - a\n${summary(1, 0)}`, null).failed, 1);
});

test('log lines of a test are not read as figures', (t) => {
  const tap = `ok 1 - a\n#   # pass 100\n#   not ok 3 - no\n${summary(1, 0)}`;
  t.deepEqual(figuresOf(tap, 0), { passed: 1, failed: 0, failures: [] });
});

test('the reason of a failure has the log of its test and the details of ava', (t) => {
  const tap = [
    'ok 1 - a',
    'not ok 2 - b › c',
    '#   logged',
    '',
    '#   twice',
    '  ---',
    '    name: AssertionError',
    '    details:',
    "      'Difference:': |-",
    '        - 1',
    '',
    '        + 2',
    '  ...',
    'not ok 3 - exited with a non-zero exit code: 1',
    'ok 4 - d',
    summary(2, 2),
  ].join('\n');
  t.deepEqual(figuresOf(tap, 1).failures, [
    {
      title: 'b › c',
      reason: "logged\n\ntwice\nname: AssertionError\ndetails:\n  'Difference:': |-\n    - 1\n\n    + 2",
    },
    { title: 'exited with a non-zero exit code: 1', reason: '' },
  ]);
});

test('a run ends with each failed test and its reason, at most thirty lines of it, and then the figures', (t) => {
  t.is(summaryOf({ passed: 2, failed: 0, failures: [] }), '\n2 passed, 0 failed');
  const long = Array.from({ length: 32 }, (_, index) => `line ${index + 1}`).join('\n');
  const failures = [
    { title: 'b › c', reason: 'name: Error\n  at: d' },
    { title: 'exited', reason: '' },
    { title: 'long', reason: long },
  ];
  const lines = summaryOf({ passed: 1, failed: 3, failures }).split('\n');
  t.deepEqual(lines.slice(0, 8), [
    '',
    'Failed:',
    '  b › c',
    '      name: Error',
    '        at: d',
    '',
    '  exited',
    '',
  ]);
  t.deepEqual(lines.slice(-4), [
    '      line 30',
    '      … and 2 more lines, above',
    '',
    '1 passed, 3 failed',
  ]);
  t.false(lines.includes('      line 31'));
});
