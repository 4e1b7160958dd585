import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { encodePng } from '@helmholtz/report';
import test from 'ava';

import { runMain } from '../testing/run-main.js';
import { tinyPlugin } from '../testing/tiny-plugin.js';

const { serial } = test;

let folder: string;
let tiny: string[];
const path = (name: string): string => join(folder, name);

/** Generates the class of an image with it, and recognises both together. */
const beside = {
  recipe: 'composed',
  observed: { name: 'x', shape: [16], given: ['z'] },
  inputs: [{ name: 'label', shape: [10], given: ['z'] }],
  latents: [{ name: 'z', size: 2, posterior: { given: ['x', 'label'] } }],
  networks: { recognition_z: [], generative_x: [], generative_label: [] },
  data: { dataset: 'bars' },
};

serial.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helmholtz-unused-'));
  tiny = ['--plugin', await tinyPlugin(folder), '--backend', 'cpu'];
  await writeFile(path('beside.json'), JSON.stringify(beside));
  await writeFile(path('a.png'), encodePng({ data: new Uint8Array(16), width: 4, height: 4, channels: 1 }));
  const quick = ['--dataset', 'bars', '--epochs', '1', '--no-report', '--quiet', ...tiny];
  for (const [name, declared, ...options] of [
    ['vae', 'vae', '--hidden', '4'],
    ['line', 'vae', '--hidden', '4', '--latent', '1'],
    ['cvae', 'cvae', '--hidden', '4'],
    ['autoencoder', 'autoencoder', '--hidden', '4'],
    ['beside', path('beside.json')],
  ]) {
    const { code, stderr } = await runMain('train', declared!, '--out', path(name!), ...options, ...quick);
    if (code !== 0) throw new Error(stderr);
  }
});

serial.after.always(async () => rm(folder, { recursive: true, force: true }));

const refused: readonly (readonly [argv: string, message: RegExp])[] = [
  ['reconstruct vae --label 3', /--label 3 has no effect: it applies to --images/],
  ['reconstruct cvae --label 3', /--label 3 has no effect: it applies to --images/],
  ['reconstruct vae --invert', /--invert has no effect: it applies to --images/],
  ['interpolate cvae --label 3', /--label 3 has no effect: it applies to --images/],
  ['interpolate vae --invert', /--invert has no effect: it applies to --images/],
  ['reconstruct vae --images a.png --label 3', /--label 3 has no effect: the model does not take a class/],
  ['reconstruct beside --images a.png', /needs the class of an image\. Received: no label/],
  ['traverse vae --label 5', /The label 5 was chosen for a model that takes none/],
  ['traverse vae --index 2 --label 5', /The label 5 was chosen for a model that takes none/],
  ['traverse cvae --index 2 --label 10', /There is no label 10/],
  ['traverse autoencoder --sort kl', /dimensions of "z" cannot be sorted by KL divergence/],
  ['manifold vae --label 5', /The label 5 was chosen for a model that takes none/],
  ['interpolate line --spherical', /--spherical has no effect: in codes of one dimension there is no arc/],
  ['reconstruct vae --draws 0 --pixels draws', /--pixels draws has no effect: no draws are shown/],
  ['reconstruct vae --draws 0 --seed 7', /--seed 7 has no effect: no draws are shown/],
  ['reconstruct autoencoder --pixels draws', /--pixels draws has no effect: the model encodes without noise/],
  ['reconstruct autoencoder --seed 7', /--seed 7 has no effect: the model encodes without noise/],
  ['reconstruct autoencoder --draws 2', /The model encodes without noise/],
  ['interpolate vae --seed 7', /--seed 7 has no effect: interpolate draws no random numbers/],
  ['traverse vae --seed 7', /--seed 7 has no effect: traverse draws no random numbers/],
  ['manifold vae --seed 7', /--seed 7 has no effect: manifold draws no random numbers/],
  ['embed vae --seed 7', /--seed 7 has no effect: embed draws no random numbers/],
  ['evaluate autoencoder --importance-samples 9', /--importance-samples 9 has no effect: there is no nll/],
];

for (const [line, message] of refused) {
  serial(`${line} is refused`, async (t) => {
    const [command, run, ...options] = line.split(' ');
    const argv = options.map((word) => (word === 'a.png' ? path(word) : word));
    const { code, stdout, stderr } = await runMain(command!, path(run!), ...argv, ...tiny);
    t.is(code, 2, stderr);
    t.is(stdout, '');
    t.regex(stderr, /^error: .*\n {2}hint: .+\n$/);
    t.regex(stderr, message);
  });
}

serial('the code of an example is traversed under another label where one is given', async (t) => {
  const drawn = async (...argv: string[]): Promise<string> => {
    const out = path('a.svg');
    const { code, stderr } = await runMain('traverse', path('cvae'), '--out', out, ...argv, ...tiny);
    t.is(code, 0, stderr);
    return readFile(out, 'utf8');
  };
  const own = await drawn('--index', '3');
  t.is(await drawn('--index', '3', '--label', '3'), own, 'the class of example 3 is 3');
  t.not(await drawn('--index', '3', '--label', '4'), own);
});

serial('the class of an image is told to a model that generates it, too', async (t) => {
  const argv = ['--images', path('a.png'), '--label', '5', '--out', path('a.svg')];
  const { code, stderr } = await runMain('reconstruct', path('beside'), ...argv, ...tiny);
  t.is(code, 0, stderr);
});

serial('an autoencoder is traversed by activity, and evaluated without samples', async (t) => {
  for (const argv of [
    ['traverse', path('autoencoder'), '--sort', 'activity'],
    ['traverse', path('autoencoder')],
    ['evaluate', path('autoencoder'), '--importance-samples', '0'],
    ['evaluate', path('autoencoder')],
  ]) {
    const { code, stderr } = await runMain(...argv, ...tiny);
    t.is(code, 0, stderr);
  }
});
