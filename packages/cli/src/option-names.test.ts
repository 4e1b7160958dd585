import { HelmholtzError } from '@helmholtz/base';
import { Command } from 'commander';
import test from 'ava';

import { errorWithFlags, withFlags } from './option-names.js';

const command = new Command('evaluate')
  .option('--importance-samples <n>', 'draws')
  .option('--no-report', 'no report');

test('an option is named by its flag', (t) => {
  t.is(withFlags('`importanceSamples` 5 has no effect.', command), '--importance-samples 5 has no effect.');
  t.is(withFlags('Leave `report` out.', command), 'Leave --no-report out.');
});

test('a name that is not an option of the command is unchanged', (t) => {
  t.is(withFlags('See `helmholtz list` and `label`.', command), 'See `helmholtz list` and `label`.');
});

test('an error keeps its kind and its cause', (t) => {
  const cause = new Error('why');
  const error = new HelmholtzError('usage', '`importanceSamples` is 0.', { hint: 'Leave it out.', cause });
  const shown = errorWithFlags(error, command) as HelmholtzError;
  t.is(shown.message, '--importance-samples is 0.');
  t.deepEqual([shown.kind, shown.hint, shown.cause], ['usage', 'Leave it out.', cause]);
  const other = new TypeError('`importanceSamples`');
  t.is(errorWithFlags(other, command), other);
});
