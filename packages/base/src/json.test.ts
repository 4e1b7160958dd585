import test from 'ava';

import { parseJson } from './json.js';

test('JSON is read as by JSON.parse', (t) => {
  for (const text of [
    '{"a":[1,{"a":null,"b:":"c\\"}:"}],"b" : {"a":true}}',
    ' "a: \\\\"',
    '[]',
    '5',
    '{"":{"":""}}',
    '["__proto__", "a", "a"]',
  ])
    t.deepEqual(parseJson(text), JSON.parse(text), text);
});

test('throws a SyntaxError for text that is not JSON, as JSON.parse does', (t) => {
  for (const text of ['', '{', '{"a"', '"', '"\\', '{"a":1,}', ']', '}{', 'nul', '{"\\x":1}'])
    t.throws(() => parseJson(text), { instanceOf: SyntaxError }, text);
});

test('nesting is bounded before anything is built', (t) => {
  t.notThrows(() => parseJson(`${'['.repeat(100)}${']'.repeat(100)}`));
  for (const text of ['['.repeat(101), '{"a":'.repeat(1e6), `"${'['.repeat(200)}`])
    t.throws(() => parseJson(text), { instanceOf: SyntaxError, message: /100 levels deep|inside a string/ });
});

test('throws an error that names a key that appears twice in one mapping', (t) => {
  t.throws(() => parseJson('{"a":1,"b":{},"\\u0061":2}'), { message: 'the key "a" appears twice' });
  t.notThrows(() => parseJson('[{"a":1},{"a":{"a":1}}]'));
});

test('throws an error for keys that reach the prototype of all objects, in every notation', (t) => {
  for (const key of ['__proto__', 'constructor', 'prototype', '\\u005f_proto__'])
    t.throws(() => parseJson(`[{"a":{"${key}" :{}}}]`), { message: /is not allowed/ }, key);
});
