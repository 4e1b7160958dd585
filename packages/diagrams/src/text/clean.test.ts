import test from 'ava';

import { clean, escapeMarkup } from './clean.js';

test('any text becomes one line', (t) => {
  t.is(clean('  a\n\tb\u2028c '), 'a b c');
  t.is(clean('a\u0000b\u202ec\ud800d'), 'a\ufffdb\ufffdc\ufffdd');
  t.is(clean('😀 stays'), '😀 stays');
});

test('characters of markup are escaped', (t) => {
  t.is(escapeMarkup(`<a b="c" d='e'>&amp;`), '&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;');
});
