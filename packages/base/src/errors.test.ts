import test from 'ava';

import { HelmholtzError } from './errors.js';

test('an error carries its kind, its hint and its cause', (t) => {
  const cause = new Error('EACCES');
  const error = new HelmholtzError('storage', 'runs/x could not be written.', {
    hint: 'Choose another.',
    cause,
  });
  t.true(error instanceof Error);
  t.is(error.name, 'HelmholtzError');
  t.is(error.message, 'runs/x could not be written.');
  t.is(error.kind, 'storage');
  t.is(error.hint, 'Choose another.');
  t.is(error.cause, cause);
});

test('hint and cause may be left out', (t) => {
  const error = new HelmholtzError('usage', 'No.');
  t.is(error.hint, undefined);
  t.false('cause' in error);
});
