import test from 'ava';

import { dataLimits } from '@helmholtz/base';
import { parseYaml } from './yaml.js';

test('plain data are read as YAML 1.2 has them', (t) => {
  t.deepEqual(parseYaml('a: [1, 1e3, yes, true, ~, "x"]\nb: !!str 5\n1: {c: &n [0x10], d: *n}'), {
    a: [1, 1000, 'yes', true, null, 'x'],
    b: '5',
    1: { c: [16], d: [16] },
  });
});

const refused: Readonly<Record<string, readonly [string, RegExp]>> = {
  'a tag that would make an object': ['a: !!js/function "() => 1"', /Unresolved tag: .*js\/function/],
  'a tag of the application': ['a: !mine {}', /Unresolved tag: !mine at line 1, column 4/],
  'bytes, which YAML 1.1 knows': ['a: !!binary aGFsbG8=', /Unresolved tag: .*binary/],
  'a set, which YAML 1.1 knows': ['%YAML 1.1\n---\na: !!set {b}', /Unresolved tag: .*set/],
  'a list as a key': ['[1, 2]: 3', /a key is a plain word, .* at line 1, column 1/],
  'an alias as a key': ['a: &x __proto__\n*x : 1', /a key is a plain word/],
  'lists nested in a line': ['['.repeat(1e5), /nested more than 100 levels deep/],
  'mappings nested in a line': ['{a: '.repeat(5e4), /nested more than 100 levels deep/],
  'mappings nested by indentation': [
    Array.from({ length: 200 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
    /nested more than 100 levels deep/,
  ],
  'lists nested by indentation': ['- '.repeat(1e5), /nested more than 100 levels deep/],
  'a text that is too long': ['a'.repeat(dataLimits.specLength + 1), /262145 characters, at most 262144/],
};

for (const [what, [text, message]] of Object.entries(refused)) {
  test(`throws a SyntaxError: ${what}`, (t) => {
    t.throws(() => parseYaml(text), { instanceOf: SyntaxError, message });
  });
}

test('a merge key merges nothing', (t) => {
  t.deepEqual(parseYaml('%YAML 1.1\n---\na: &a {b: 1}\nc: {<<: *a}'), { a: { b: 1 }, c: { '<<': { b: 1 } } });
});

test('any number of keys and of errors is read in time that grows with the text', (t) => {
  const keys = Array.from({ length: 25_000 }, (_, index) => `k${index}: 1`).join('\n');
  t.is(Object.keys(parseYaml(keys) as object).length, 25_000);
  t.throws(() => parseYaml('{"'.repeat(50)), { instanceOf: SyntaxError });
  t.throws(() => parseYaml(`a: [${'&'.repeat(100_000)}`), { instanceOf: SyntaxError });
});
