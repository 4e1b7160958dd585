import test from 'ava';

import { HtmlLabel, quote, safeIds, statement } from './syntax.js';

test('writes attributes in their order and leaves out what is not given', (t) => {
  t.is(
    statement('"a"', { label: 'b "c"', width: 1.23456, style: undefined }),
    '"a" [label="b \\"c\\"", width=1.2346];',
  );
  t.is(statement('"a" -> "b"', {}), '"a" -> "b";');
  t.is(statement('"a"', { label: new HtmlLabel('<B>b</B>') }), '"a" [label=<<B>b</B>>];');
});

test('a quoted id never ends in a backslash', (t) => {
  t.is(quote('a\\'), '"a/"');
});

test('ids stay readable, short and apart', (t) => {
  const long = 'x'.repeat(80);
  const ids = safeIds(['dense:2', 'a b', 'a<b', `${long}1`, `${long}2`, '😀']);
  t.deepEqual([...ids.values()], ['dense:2', 'a_b', 'a_b~2', 'x'.repeat(60), `${'x'.repeat(60)}~2`, '_']);
});
