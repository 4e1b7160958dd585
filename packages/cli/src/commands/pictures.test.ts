import { copyFile, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import test, { type ExecutionContext } from 'ava';

import { type Outcome, runMain } from '../testing/run-main.js';
import { tinyPlugin } from '../testing/tiny-plugin.js';

const { serial } = test;

interface Size {
  readonly width: number;
  readonly height: number;
}

let folder: string;
let tiny: string[];

async function train(name: string, ...argv: string[]): Promise<string> {
  const out = join(folder, name);
  const common = ['--epochs', '1', '--hidden', '4', '--no-report', '--quiet', '--seed', '3'];
  const [recipe, ...options] = argv[0]?.startsWith('--') ? ['vae', ...argv] : argv;
  const { code, stderr } = await runMain('train', recipe!, ...common, '--out', out, ...options, ...tiny);
  if (code !== 0) throw new Error(stderr);
  return out;
}

serial.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helmholtz-cli-'));
  tiny = ['--plugin', await tinyPlugin(folder), '--backend', 'cpu'];
  await train('run', '--dataset', 'bars');
});

serial.after.always(async () => rm(folder, { recursive: true, force: true }));

/** Draws a figure of the run into a file, and gives its bytes. */
async function drawn(t: ExecutionContext, command: string, file: string, ...argv: string[]): Promise<Buffer> {
  const out = join(folder, file);
  const outcome = await runMain(command, join(folder, 'run'), '--out', out, '--json', ...argv, ...tiny);
  t.is(outcome.code, 0, outcome.stderr);
  t.deepEqual(JSON.parse(outcome.stdout), { file: out, runDir: join(folder, 'run'), backend: 'cpu' });
  return readFile(out);
}

function pngSize(bytes: Buffer): Size {
  if (bytes.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n') throw new Error('This is no PNG.');
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function svgSize(text: string): Size {
  const [root] = /^<svg [^>]*>/.exec(text)!;
  const side = (name: string): number => Number(new RegExp(` ${name}="([\\d.]+)"`).exec(root)![1]);
  return { width: side('width'), height: side('height') };
}

/** The size of the grid of images inside of a figure. */
function gridSize(text: string): Size {
  return pngSize(Buffer.from(/href="data:image\/png;base64,([^"]+)"/.exec(text)![1]!, 'base64'));
}

/** A grid of 4 by 4 images, each pixel a square, with two pixels between the images. */
function expectedGrid(columns: number, rows: number): Size {
  const side = 4 * Math.round(1280 / (4 * columns)) + 2;
  return { width: columns * side - 2, height: rows * side - 2 };
}

const figures: readonly (readonly [string, string[], number, number])[] = [
  ['sample', ['--count', '9'], 3, 3],
  ['sample', ['--count', '7'], 3, 3],
  ['sample', [], 10, 10],
  ['sample', ['--count', '64', '--pixels', 'draws'], 8, 8],
  ['reconstruct', ['--indices', '0,5,7,1', '--draws', '2'], 4, 4],
  ['reconstruct', ['--draws', '0'], 10, 2],
  // With the two examples themselves at the ends of each row.
  ['interpolate', ['--between', '0,3,2,1', '--steps', '5'], 7, 2],
  ['interpolate', [], 14, 5],
  ['interpolate', ['--spherical', '--steps', '3'], 5, 5],
  ['traverse', [], 11, 2],
  ['traverse', ['--steps', '5', '--most', '1', '--index', '3'], 5, 1],
  ['manifold', ['--side', '4'], 4, 4],
  ['manifold', [], 15, 15],
  ['manifold', ['--side', '3', '--dimensions', '2,1', '--across', '-5,10', '--up', '-10,5'], 3, 3],
  ['reconstruct', ['--indices', '0,1', '--draws', '1', '--pixels', 'draws'], 2, 3],
];

for (const [command, argv, columns, rows] of figures) {
  serial(`${command} ${argv.join(' ')} is a grid of ${columns} by ${rows}, as SVG and as PNG`, async (t) => {
    const svg = (await drawn(t, command, 'a.svg', ...argv)).toString();
    t.deepEqual(gridSize(svg), expectedGrid(columns, rows));
    const { width, height } = svgSize(svg);
    t.true(
      width >= expectedGrid(columns, rows).width / 2 && height >= expectedGrid(columns, rows).height / 2,
    );
    t.deepEqual(pngSize(await drawn(t, command, 'a.png', ...argv)), { width: 2 * width, height: 2 * height });
  });
}

serial('--seed decides the draws; by default it is the seed of the run', async (t) => {
  for (const command of ['sample', 'reconstruct']) {
    const own = await drawn(t, command, 'a.svg');
    t.deepEqual(await drawn(t, command, 'b.svg'), own);
    t.deepEqual(await drawn(t, command, 'c.svg', '--seed', '3'), own);
    t.notDeepEqual(await drawn(t, command, 'd.svg', '--seed', '0'), own);
  }
});

serial('figures of posterior means are the same each time', async (t) => {
  for (const command of ['interpolate', 'manifold', 'traverse']) {
    const own = await drawn(t, command, 'a.svg');
    t.deepEqual(await drawn(t, command, 'b.svg'), own);
  }
});

function failed(t: ExecutionContext, { code, stderr }: Outcome, expected: number, message: RegExp): void {
  t.is(code, expected, stderr);
  t.regex(stderr, message);
  t.regex(stderr, /\n {2}hint: /);
}

serial('a picture that the model or data do not support is an error', async (t) => {
  const run = join(folder, 'run');
  const draw = (...argv: string[]) => runMain(...argv, ...tiny);
  failed(
    t,
    await draw('sample', run, '--out', join(folder, 'a.jpg')),
    2,
    /--out .*a\.jpg has an unknown file format/,
  );
  failed(t, await draw('sample', run, '--label', '7'), 2, /label 7 was chosen for a model that takes none/);
  const plain = await train('plain', 'autoencoder', '--dataset', 'bars');
  failed(t, await draw('sample', plain), 2, /nothing to sample\. The latent "z" has no prior/);
  failed(t, await draw('reconstruct', run, '--indices', '0,20'), 2, /bars\/test has no example 20/);
  failed(t, await draw('interpolate', run, '--between', '0,1,2'), 2, /odd number of examples was given: 3/);
  failed(t, await draw('interpolate', run, '--between', '0,99'), 2, /has no example 99/);
  failed(t, await draw('interpolate', run, '--linear', '--spherical'), 2, /cannot be used with/);
  failed(t, await draw('interpolate', run, '--steps', '1'), 2, /from 2 to 100/);
  failed(t, await draw('interpolate', run, '--steps', '100000'), 2, /from 2 to 100/);
  failed(t, await draw('sample', run, '--out', join(folder, 'none', 'a.png')), 1, /Could not write/);
  const line = await train('line', '--dataset', 'bars', '--latent', '1');
  failed(t, await draw('manifold', line), 2, /takes a latent of two dimensions or more/);
  for (const [argv, message] of [
    [['--dimensions', '1,3'], /The dimension z\[3\] does not exist: z has 2\./],
    [['--dimensions', '1,1'], /Expected two different dimensions/],
    [['--across', '3,-3'], /Expected two numbers in ascending order/],
    [['--up', '1'], /Expected two numbers in ascending order/],
  ] as const) {
    failed(t, await draw('manifold', run, ...argv), 2, message);
  }
  const vectors = await train('vectors', '--dataset', 'vectors');
  failed(t, await draw('traverse', vectors), 2, /shape \[5\], which are not images/);
});

serial(
  'where a checkpoint is damaged another is taken, with a word; one of another model is refused',
  async (t) => {
    const run = await train('damaged', '--dataset', 'bars');
    const folder = join(run, 'checkpoints');
    const damage = async (name: string) => {
      const bytes = await readFile(join(folder, name));
      await writeFile(join(folder, name), bytes.subarray(0, -1));
    };
    await damage('last.safetensors');
    const { code, stderr } = await runMain('evaluate', run, ...tiny);
    t.is(code, 0, stderr);
    t.regex(stderr, /warning: .*last\.safetensors is not a readable safetensors file/);
    t.regex(stderr, /best\.safetensors instead, of step/);
    for (const name of await readdir(folder)) if (name !== 'last.safetensors') await damage(name);
    for (const command of ['sample', 'evaluate']) {
      failed(t, await runMain(command, run, ...tiny), 1, /no checkpoint|is not a readable safetensors file/);
    }
    const other = await train('other', '--dataset', 'bars', '--latent', '5');
    await copyFile(join(other, 'checkpoints', 'last.safetensors'), join(folder, 'last.safetensors'));
    failed(t, await runMain('evaluate', run, ...tiny), 1, /latents\.0\.size is 2, was 5/);
    failed(t, await runMain('evaluate', run, ...tiny, '--accept-spec'), 1, /has shape/);
  },
);

serial(
  'a run of a recipe that nobody knows says so, with the plugins it was trained with or without',
  async (t) => {
    const run = await train('unknown', '--dataset', 'bars');
    const spec = join(run, 'spec.yaml');
    await writeFile(spec, (await readFile(spec, 'utf8')).replace('recipe: vae', 'recipe: theirs'));
    const outcome = await runMain('evaluate', run);
    failed(t, outcome, 2, /^error: There is no recipe named "theirs"\./);
    t.true(outcome.stderr.includes(`--plugin ${tiny[1]}`));
    await rm(join(run, 'environment.json'));
    failed(t, await runMain('evaluate', run), 2, /^error: There is no recipe named "theirs"\./);
  },
);
