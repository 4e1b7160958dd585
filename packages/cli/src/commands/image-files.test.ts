import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { encodePng } from '@helmholtz/report';
import test, { type ExecutionContext } from 'ava';

import { runMain } from '../testing/run-main.js';
import { tinyPlugin } from '../testing/tiny-plugin.js';

const { serial } = test;

let folder: string;
let tiny: string[];
const path = (name: string): string => join(folder, name);

/** Example 5 of the bars: the third row. */
const bars = Uint8Array.from({ length: 16 }, (_, i) => (i >> 2 === 2 ? 255 : 0));

serial.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helmholtz-images-'));
  tiny = ['--plugin', await tinyPlugin(folder), '--backend', 'cpu'];
  const quick = ['--dataset', 'bars', '--epochs', '1', '--hidden', '4', '--no-report', '--quiet', ...tiny];
  for (const [name, ...options] of [['vae'], ['padded', '--padding', '6'], ['cvae']]) {
    const recipe = name === 'cvae' ? 'cvae' : 'vae';
    const { code, stderr } = await runMain('train', recipe, '--out', path(name!), ...options, ...quick);
    if (code !== 0) throw new Error(stderr);
  }
  const png = (data: Uint8Array, side: number): Uint8Array =>
    encodePng({ data, width: side, height: side, channels: 1 });
  await writeFile(path('bars.png'), png(bars, 4));
  await writeFile(
    path('inverted.png'),
    png(
      bars.map((value) => 255 - value),
      4,
    ),
  );
  const large = Uint8Array.from({ length: 256 }, (_, i) => bars[4 * (i >> 6) + ((i % 16) >> 2)]!);
  await writeFile(path('large.png'), png(large, 16));
});

serial.after.always(async () => rm(folder, { recursive: true, force: true }));

async function drawn(t: ExecutionContext, run: string, ...argv: string[]): Promise<[string, string]> {
  const out = path('a.svg');
  const { code, stderr } = await runMain(argv[0]!, path(run), '--out', out, ...argv.slice(1), ...tiny);
  t.is(code, 0, stderr);
  return [await readFile(out, 'utf8'), stderr];
}

for (const run of ['vae', 'padded']) {
  serial(`an image file of a test example is that example: ${run}`, async (t) => {
    const [expected] = await drawn(t, run, 'reconstruct', '--indices', '5');
    const [exact, silent] = await drawn(t, run, 'reconstruct', '--images', path('bars.png'));
    t.is(exact, expected);
    t.is(silent, '');
    const [inverted, inversionWarnings] = await drawn(
      t,
      run,
      'reconstruct',
      '--images',
      path('inverted.png'),
      '--invert',
    );
    t.is(inverted, expected);
    t.regex(inversionWarnings, /^inverted\.png: black and white inverted$/m);
    const [resized, warnings] = await drawn(t, run, 'reconstruct', '--images', path('large.png'));
    t.is(resized, expected);
    t.regex(warnings, /^large\.png: resized from 16 by 16 to 4 by 4 pixels$/m);
  });
}

serial('images are the ends of an interpolation', async (t) => {
  const [expected] = await drawn(t, 'vae', 'interpolate', '--between', '5,5');
  const [own] = await drawn(t, 'vae', 'interpolate', '--images', path('bars.png'), path('large.png'));
  t.is(own, expected);
});

serial('--label sets the class of an image for a conditional model', async (t) => {
  const [expected] = await drawn(t, 'cvae', 'reconstruct', '--indices', '5');
  const [own] = await drawn(t, 'cvae', 'reconstruct', '--images', path('bars.png'), '--label', '5');
  t.is(own, expected);
});

serial('unreadable images and conflicting options are errors', async (t) => {
  const refused = async (code: number, message: RegExp, run: string, ...argv: string[]): Promise<void> => {
    const outcome = await runMain('reconstruct', path(run), ...argv, ...tiny);
    t.is(outcome.code, code, outcome.stderr);
    t.regex(outcome.stderr, message);
    t.regex(outcome.stderr, /\n {2}hint: /);
  };
  const png = path('bars.png');
  await refused(2, /needs the class of an image\. Received: no label/, 'cvae', '--images', png);
  await refused(2, /Received: the label 10\./, 'cvae', '--images', png, '--label', '10');
  await refused(
    2,
    /Image files and indices of test examples were both given/,
    'vae',
    '--images',
    png,
    '--indices',
    '1',
  );
  await refused(
    2,
    /tiny-data\.mjs is not a PNG, JPEG or WebP image/,
    'vae',
    '--images',
    path('tiny-data.mjs'),
  );
  await refused(1, /Could not read .*none\.png/, 'vae', '--images', path('none.png'));
});
