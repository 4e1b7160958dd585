import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { encodePng } from '@helmholtz/report';
import test, { type ExecutionContext } from 'ava';

import { runMain } from '../testing/run-main.js';

const { serial } = test;
const rows = Array.from({ length: 40 }, (_, row) => `p${row},${(50 + 9 * Math.sin(row)).toFixed(1)}`).join(
  '\n',
);

async function temporaryFolder(t: ExecutionContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'helmholtz-inspect-'));
  t.teardown(() => rm(folder, { recursive: true }));
  return folder;
}

serial('raw data are looked at, with histograms in text, HTML, SVG and PNG', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'train.csv'), `patient,age\n${rows}\n`);
  for (const format of ['html', 'svg', 'png']) {
    const out = join(folder, `look.${format}`);
    const { stdout, code } = await runMain('inspect', '--data', folder, '--out', out);
    t.is(code, 0);
    t.regex(stdout, /^train\.csv: 40 rows, 2 columns\n/);
    t.regex(stdout, /\nage +real .*[▁▂▃▄▅▆▇█]/);
    t.regex(stdout, /patient: identifier/);
    t.true((await readFile(out)).length > 500, format);
  }
});

serial('a folder of images is looked at with a contact sheet', async (t) => {
  const folder = await temporaryFolder(t);
  const grey = (value: number, side: number): Uint8Array =>
    encodePng({ width: side, height: side, data: new Uint8Array(side * side).fill(value), channels: 1 });
  await mkdir(join(folder, 'train', 'cat'), { recursive: true });
  for (const [name, bytes] of [
    ['1.png', grey(51, 8)],
    ['2.png', grey(102, 12)],
    ['3.png', grey(51, 8)],
    ['bad.png', grey(1, 8).subarray(0, 40)],
  ] as const) {
    await writeFile(join(folder, 'train', 'cat', name), bytes);
  }
  const out = join(folder, 'look.html');
  const { stdout, code } = await runMain('inspect', '--data', folder, '--out', out);
  t.is(code, 0);
  t.regex(stdout, /^train: 4 images, 3 of them read\n/);
  t.regex(stdout, /\nsize {4}8 to 12 rows, 8 to 12 columns; all grey\n/);
  t.regex(stdout, /Files that can't be read: cat\/bad\.png\./);
  t.regex(stdout, /1 image has copies: cat\/1\.png = cat\/3\.png\./);
  t.regex(await readFile(out, 'utf8'), /Grid of 3 examples\./);
  const { stdout: json } = await runMain('inspect', '--data', folder, '--json');
  const { numbers, contactSheet } = JSON.parse(json) as {
    numbers: { maximum: number };
    contactSheet?: unknown;
  };
  t.deepEqual([Math.fround(numbers.maximum), contactSheet], [Math.fround(0.4), undefined]);
});

serial('with --json the result is one object', async (t) => {
  const folder = await temporaryFolder(t);
  const data = join(folder, 'new.csv');
  await writeFile(data, `patient,age\n${rows}\n`);
  const { stdout } = await runMain('inspect', '--data', data, '--json');
  const { examples, columns, advice } = JSON.parse(stdout) as {
    examples: number;
    columns: { name: string; kind: string }[];
    advice: string[];
  };
  t.is(examples, 40);
  t.deepEqual(
    columns.map(({ name, kind }) => [name, kind]),
    [
      ['patient', 'text'],
      ['age', 'real'],
    ],
  );
  t.is(advice.length, 1);
});

serial('wrong use is explained before anything is read', async (t) => {
  for (const [argv, message] of [
    [['inspect'], /Neither a run folder nor --data/],
    [['inspect', 'runs/a', '--data', 'x.csv'], /both given/],
    [['inspect', 'runs/a', '--out', 'x.svg'], /--out has no effect/],
    [['inspect', '--data', 'none.csv', '--out', 'x.doc'], /x\.doc: its format is not supported/],
    [['inspect', '--data', 'none.csv'], /no file or folder none\.csv/],
  ] as const) {
    const { stderr, code } = await runMain(...argv);
    t.is(code, 2, argv.join(' '));
    t.regex(stderr, message);
  }
});
