import test from 'ava';

import { draw } from '../draw.js';
import { matchesGolden } from '../testing/golden.js';
import { nastyModel, siameseModel, tutorialVae } from '../testing/models.js';

test('the tutorial VAE, to the byte', async (t) => {
  await matchesGolden(t, 'vae.mmd', (await draw(tutorialVae(), 'mmd', { view: 'vae' })) as string);
});

test('any names: each node and edge is one statement, and every text is quoted and harmless', async (t) => {
  const model = nastyModel();
  const text = (await draw(model, 'mmd', { title: '"\n---\nflowchart' })) as string;
  const [, front, body] = /^---\n(.*?)\n---\n(.*)$/s.exec(text.trimEnd())!;
  const [title] = front!.split('\n');
  const [first, ...lines] = body!.split('\n');
  t.is(title, 'title: "\\" --- flowchart"');
  t.is(first, 'flowchart TB');
  const label = String.raw`"<b>[^"<>\`;&\\{}\[\]]*(?:#\d+;[^"<>\`&\\{}\[\]]*)*<\/b>(?:<br\/>[^"<>\`&\\{}\[\]]*)*"`;
  const statements = {
    node: new RegExp(String.raw`^  n_\w+(?:\(${label}\)|\[${label}\]):::role_\w+$`),
    edge: /^ {2}n_\w+ (?:-->|-\.->)(?:\|\d+\|)? n_\w+$/,
    style: /^ {2}classDef role_\w+ [\w:#,. -]+$/,
  };
  const count = (kind: keyof typeof statements) => lines.filter((line) => statements[kind].test(line)).length;
  t.is(count('node'), model.nodes.length);
  t.is(count('edge'), model.nodes.length - 1);
  t.is(count('node') + count('edge') + count('style'), lines.length);
  const ids = lines.flatMap((line) => /^ {2}(n_\w+)[[(]/.exec(line)?.[1] ?? []);
  t.is(new Set(ids).size, model.nodes.length);
});

test('several outputs of a layer are numbered', async (t) => {
  const text = (await draw(siameseModel(), 'mmd')) as string;
  t.regex(text, /n_split -->\|0\| n_merge\n {2}n_split -->\|2\| n_merge\n/);
});
