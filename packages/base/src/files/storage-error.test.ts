import test from 'ava';

import { HelmholtzError } from '../errors.js';
import { storageCode, storageError } from './storage-error.js';

test('an error of the system becomes one line with a hint; one of ours passes as it is', (t) => {
  const denied = Object.assign(new Error('EACCES: permission denied, open\nmore'), { code: 'EACCES' });
  const { kind, message, hint, cause } = storageError('create', 'runs/a', denied);
  t.deepEqual([kind, message, cause], ['storage', 'Could not create runs/a: EACCES.', denied]);
  t.regex(hint!, /permission/);
  const ours = new HelmholtzError('data', 'ours');
  t.is(storageError('read', 'a', ours), ours);
  t.is(storageError('read', 'a', new Error('something else')).message, 'Could not read a: something else.');
});

test('the hint fits the failed action', (t) => {
  const denied = Object.assign(new Error('denied'), { code: 'EACCES' });
  t.is(storageError('read', 'a', denied).hint, 'You have no permission to read it: change its permissions.');
  t.regex(storageError('write', 'a', denied).hint ?? '', /choose another folder/);
});

test('the code of the file system is found in our error', (t) => {
  const missing = Object.assign(new Error('missing'), { code: 'ENOENT' });
  t.is(storageCode(storageError('read', 'a', missing)), 'ENOENT');
  t.is(storageCode(missing), undefined);
  t.is(storageCode(new HelmholtzError('data', 'no', { cause: missing })), undefined);
});
