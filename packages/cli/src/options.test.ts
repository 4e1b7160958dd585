import { Command, InvalidArgumentError } from 'commander';
import test from 'ava';

import { positiveNumber, sizes, wholeNumber, withBackendOption, withCommonOptions } from './options.js';

test('an option of whole numbers checks its minimum', (t) => {
  t.deepEqual(['0', '7', '1e3', ' 12 '].map(wholeNumber(0)), [0, 7, 1000, 12]);
  for (const text of ['', ' ', '-1', '1.5', 'NaN', 'Infinity', '1e400', '9007199254740993', 'seven', '1,2']) {
    t.throws(() => wholeNumber(0)(text), { instanceOf: InvalidArgumentError }, text);
  }
  const { message } = t.throws(() => wholeNumber(2)('1'));
  t.is(message, 'Expected a whole number of at least 2.');
});

test('an option of whole numbers checks its range', (t) => {
  t.deepEqual(['2', '100'].map(wholeNumber(2, 100)), [2, 100]);
  for (const text of ['1', '101', '1e9']) {
    const { message } = t.throws(() => wholeNumber(2, 100)(text), { instanceOf: InvalidArgumentError }, text);
    t.is(message, 'Expected a whole number from 2 to 100.');
  }
});

test('an option of positive numbers rejects 0 and below', (t) => {
  t.deepEqual(['1e-3', '0.5', '2', '1e30'].map(positiveNumber), [1e-3, 0.5, 2, 1e30]);
  for (const text of ['', '0', '-1', 'NaN', 'nan', 'Infinity', '1e999', 'fast']) {
    t.throws(() => positiveNumber(text), { instanceOf: InvalidArgumentError }, text);
  }
});

test('an option of layer sizes is a list of whole numbers', (t) => {
  t.deepEqual(sizes('256'), [256]);
  t.deepEqual(sizes('512,256,3'), [512, 256, 3]);
  for (const text of ['', ',', '256,', '-3', '0', '1.5', '256;3', '2,x', '3000000']) {
    t.throws(() => sizes(text), { instanceOf: InvalidArgumentError }, text);
  }
});

function parsed(...argv: string[]): Record<string, unknown> {
  return withBackendOption(withCommonOptions(new Command())).parse(argv, { from: 'user' }).opts();
}

test('options that commands share, with their defaults', (t) => {
  t.deepEqual(parsed(), { plugin: [], quiet: false, json: false, debug: false, backend: 'auto' });
  t.deepEqual(
    parsed(
      '--plugin',
      'a.js',
      '--json',
      '--plugin',
      'b.js',
      '--quiet',
      '--debug',
      '--backend',
      'cpu',
      '--threads',
      '2',
    ),
    {
      plugin: ['a.js', 'b.js'],
      quiet: true,
      json: true,
      debug: true,
      backend: 'cpu',
      threads: 2,
    },
  );
  t.deepEqual(parsed()['plugin'], [], 'what one command line collected is not in the next');
});
