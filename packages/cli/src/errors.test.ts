import { HelmholtzError } from '@helmholtz/base';
import { CommanderError } from 'commander';
import test from 'ava';

import { exitCodeOf, formatError, reportOf } from './errors.js';

test('the exit code of each kind of error', (t) => {
  const code = (kind: HelmholtzError['kind']): number => exitCodeOf(new HelmholtzError(kind, 'message'));
  t.is(code('usage'), 2);
  t.is(code('data'), 1);
  t.is(code('graph'), 1);
  t.is(code('numerics'), 1);
  t.is(code('storage'), 1);
  t.is(code('interrupted'), 130);
});

test('errors of other libraries have an exit code', (t) => {
  t.is(exitCodeOf(new Error('unexpected')), 1);
  t.is(exitCodeOf('text'), 1);
  t.is(exitCodeOf(undefined), 1);
  // Commander ends --help and --version by an error of code 0.
  t.is(exitCodeOf(new CommanderError(0, 'commander.version', '0.1.0')), 0);
  t.is(exitCodeOf(new CommanderError(1, 'commander.unknownOption', 'unknown option')), 2);
  // A system error has a code and no kind.
  t.is(exitCodeOf(Object.assign(new Error('ENOENT'), { code: 'ENOENT' })), 1);
});

test('errors of any package with the fields of HelmholtzError are treated alike', (t) => {
  t.is(exitCodeOf(Object.assign(new Error('a'), { kind: 'usage', hint: 'b' })), 2);
  t.is(
    formatError(Object.assign(new Error('a'), { kind: 'usage', hint: 'b' }), false),
    'error: a\n  hint: b',
  );
});

test('an error is one line and its hint, without the stack', (t) => {
  const error = new HelmholtzError('usage', 'There is no recipe named "a".', { hint: 'Valid names: vae.' });
  t.is(formatError(error, false), 'error: There is no recipe named "a".\n  hint: Valid names: vae.');
  t.is(formatError(new HelmholtzError('data', 'No hint.'), false), 'error: No hint.');
});

test('an unexpected error is its first line, and a hint about --debug', (t) => {
  const hint = '  hint: Run the command again with --debug to see the stack.';
  t.is(formatError(new TypeError('x is not a function\nmore'), false), `error: x is not a function\n${hint}`);
  t.is(formatError('text', false), `error: text\n${hint}`);
});

test('out-of-memory errors have one kind, whichever library throws them', (t) => {
  for (const text of [
    'Aborted(). Build with -sASSERTIONS for more info.',
    'The recipe "vae" failed: memory access out of bounds',
    'networks.recognition.0: Invalid typed array length: 6272000000',
    'Array buffer allocation failed',
  ]) {
    const { kind, message, hint } = reportOf(new HelmholtzError('graph', text));
    t.is(kind, 'memory', text);
    t.is(message, `There is not enough memory: ${text}`);
    t.regex(hint!, /^Reduce the size of/);
  }
  t.is(reportOf(new Error('The operation was aborted')).kind, 'unexpected');
});

test('--debug prints the stack of an error and of its causes', (t) => {
  const cause = new TypeError('the cause', { cause: new RangeError('its cause') });
  const text = formatError(
    new HelmholtzError('data', 'what happened', { hint: 'how to mend it', cause }),
    true,
  );
  t.regex(text, /^HelmholtzError: what happened\n {4}at [^]*\ncaused by TypeError: the cause\n {4}at /);
  t.regex(text, /\ncaused by RangeError: its cause\n {4}at /);
  t.regex(text, /errors\.test/);
  t.is(formatError('text', true), 'text');
});
