import test from 'ava';
import { z } from 'zod';

import { HelmholtzError } from '@helmholtz/base';
import { choose, chooseByName } from './choose.js';

const options = z.strictObject({ scale: z.number().positive().default(1) });
const parts = [
  { name: 'normal', description: 'ours', options },
  { name: 'laplace', description: 'ours', options },
  { name: 'normal', description: "a plugin's", options },
];

test('a name chooses the part with its default options', (t) => {
  t.deepEqual(choose('likelihood', parts, 'laplace'), { part: parts[1]!, options: { scale: 1 } });
});

test('with options', (t) => {
  t.deepEqual(choose('likelihood', parts, { name: 'laplace', scale: 3 }).options, { scale: 3 });
});

test('a later part takes the place of an earlier one of its name', (t) => {
  t.is(chooseByName('likelihood', parts, 'normal').description, "a plugin's");
});

test('an unknown name is an error with the kind and the nearest', (t) => {
  const error = t.throws(() => choose('likelihood', parts, 'norml'), { instanceOf: HelmholtzError });
  t.is(error.kind, 'usage');
  t.is(error.message, 'There is no likelihood named "norml".');
  t.regex(error.hint!, /^Did you mean "normal"\?/);
});

test('options are checked by the part, with the messages of a spec', (t) => {
  const refused = (reference: { name: string; [option: string]: unknown }) =>
    t.throws(() => choose('likelihood', parts, reference), { instanceOf: HelmholtzError });
  t.is(
    refused({ name: 'laplace', scale: -1 }).message,
    'the likelihood "laplace" at scale: -1 was given, more than 0 was expected.',
  );
  const unknown = refused({ name: 'laplace', scal: 1 });
  t.is(unknown.message, 'the likelihood "laplace": unknown key "scal".');
  t.regex(unknown.hint!, /^Did you mean "scale"\?/);
});
