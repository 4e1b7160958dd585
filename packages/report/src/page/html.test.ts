import test from 'ava';
import { html } from './html.js';

test('values are escaped in text and in attributes', (t) => {
  t.is(
    html`<p title="${'"\'<&>'}">${'<script>&'}</p>`.source,
    '<p title="&quot;&#39;&lt;&amp;&gt;">&lt;script&gt;&amp;</p>',
  );
});

test('nested templates stay markup, lists are joined, and undefined and null are empty', (t) => {
  const items = [1, 2].map((item) => html`<i>${item}</i>`);
  t.is(html`<b>${items}${undefined}${null}${0}</b>`.source, '<b><i>1</i><i>2</i>0</b>');
});

test('text that looks like an escape is escaped as text', (t) => {
  t.is(html`${'\\n &amp; ${x}'}`.source, '\\n &amp;amp; ${x}');
});
