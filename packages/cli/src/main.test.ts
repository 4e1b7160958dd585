import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import test, { type ExecutionContext } from 'ava';

import { commands } from './commands.js';
import { type Outcome, runMain } from './testing/run-main.js';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import { tinyPlugin } from './testing/tiny-plugin.js';
import { version } from './version.js';

// Commands share the output streams of this process, so they run one at a time.
const { serial } = test;

/** Checks the exit code, one line that begins with "error:", and a hint; no stdout and no stack. */
function failed(
  t: ExecutionContext,
  { code, stdout, stderr }: Outcome,
  expected: number,
  message: RegExp,
): void {
  t.is(code, expected, stderr);
  const errors = stderr.split('\n').filter((line) => line.startsWith('error: '));
  t.is(errors.length, 1, stderr);
  t.regex(errors[0]!, message);
  t.regex(stderr, /^ {2}hint: \S/m);
  t.notRegex(stderr, /^ {4}at /m);
  t.is(stdout, '');
}

serial('invalid commands and options are errors', async (t) => {
  const wrong: readonly (readonly [string, RegExp])[] = [
    ['trian', /unknown command 'trian'/],
    ['toString', /unknown command 'toString'/],
    ['train --hiden 3', /unknown option '--hiden'/],
    ['train vae also', /too many arguments/],
    ['evaluate', /missing required argument 'run'/],
    ['train --hidden -3', /'-3' is invalid/],
    ['train --hidden 3,,4', /'3,,4' is invalid/],
    ['train --latent 0', /'0' is invalid/],
    ['train --latent 3000000', /from 1 to 65536/],
    ['train --hidden 5,3000000', /from 1 to 65536/],
    ['train --epochs 1.5', /'1\.5' is invalid/],
    ['train --batch-size -1', /'-1' is invalid/],
    ['train --learning-rate fast', /'fast' is invalid/],
    ['train --learning-rate -1', /'-1' is invalid/],
    ['train --seed -1', /'-1' is invalid/],
    ['train --out', /argument missing/],
    ['draw vae --theme pink', /Allowed choices are/],
    ['draw vae --format svg,tiff', /Unknown format "tiff"/],
    ['sample run --count 0', /'0' is invalid/],
  ];
  for (const [line, message] of wrong) failed(t, await runMain(...line.split(' ')), 2, message);
  t.regex((await runMain('train', '--hiden', '3')).stderr, /hint: Did you mean --hidden\?/);
});

serial('unknown names are errors with the nearest name', async (t) => {
  const wrong: readonly (readonly [string, RegExp, string])[] = [
    ['train vaee --no-report', /no recipe named "vaee"/, 'Did you mean "vae"'],
    ['train --dataset digit', /no data set named "digit"/, 'Did you mean "digits"'],
    ['train --likelihood norml', /no likelihood named "norml"/, 'Did you mean "normal"'],
    ['train --optimizer adm', /optimizer\.name: "adm"/, 'Did you mean "adam"'],
    ['train --backend wsam', /no backend named "wsam"/, 'Did you mean "wasm"'],
    ['train --binarization sampel', /binarization: "sampel"/, 'Did you mean "sample"'],
    ['draw vea', /no recipe named "vea"/, 'Did you mean "vae"'],
    ['list recipe', /no kind named "recipe"/, 'Did you mean "recipes"'],
  ];
  for (const [line, message, hint] of wrong) {
    const outcome = await runMain(...line.split(' '));
    failed(t, outcome, 2, message);
    t.true(outcome.stderr.includes(`hint: ${hint}`), outcome.stderr);
  }
});

serial('wrong kinds of files and folders are errors', async (t) => {
  const folder = await temporaryFolder(t);
  const file = async (name: string, contents: string | Buffer): Promise<string> => {
    await writeFile(join(folder, name), contents);
    return join(folder, name);
  };
  const bare =
    '{"recipe":"vae","latents":[{"name":"z","size":2}],"networks":{"recognition":[],"generative":[]}';
  const wrong: readonly (readonly [string[], number, RegExp])[] = [
    [['train', join(folder, 'none.yaml')], 2, /There is no file .*none\.yaml/],
    [['train', await file('a.yaml', 'recipe: [')], 2, /a\.yaml can.t be read as YAML or JSON/],
    [['train', await file('b.yaml', 'recipe: vae\nlatent: 2')], 2, /b\.yaml: unknown key "latent"/],
    [['train', await file('c.json', `${bare},"seed":-1}`)], 2, /c\.json at seed: -1 was given/],
    [['train', await file('d.json', bare.replace('"size":2', '"size":-2') + '}')], 2, /latents\.0\.size: -2/],
    [
      [
        'train',
        await file('e.json', `${bare.replace('"recognition":[]', '"recognition":[{"layer":"dens"}]')}}`),
      ],
      2,
      /no layer named "dens"/,
    ],
    [['evaluate', folder], 2, /is not the folder of a run/],
    [['evaluate', join(folder, 'none')], 2, /is not the folder of a run/],
    [['draw', join(folder, 'none')], 2, /is neither a recipe nor a spec file/],
    [['train', join(folder, 'none')], 2, /is neither a recipe nor a spec file/],
    [['train', '--plugin', join(folder, 'none.js')], 2, /There is no plugin file/],
    [
      ['list', '--plugin', await file('throws.mjs', "throw new Error('broken\\nmore')")],
      2,
      /loaded: broken$/,
    ],
    [['train', '--dataset', 'mnist', '--data-dir', join(folder, 'none')], 2, /no data folder .*none/],
  ];
  for (const [argv, code, message] of wrong) failed(t, await runMain(...argv), code, message);
});

serial('missing, truncated and foreign data files are errors', async (t) => {
  const folder = await temporaryFolder(t);
  const train = () =>
    runMain('train', '--dataset', 'mnist', '--data-dir', folder, '--out', join(folder, 'run'));
  failed(t, await train(), 1, /train-images-idx3-ubyte/);
  const image = join(folder, 'train-images-idx3-ubyte');
  const header = (magic: number): Buffer => {
    const bytes = Buffer.alloc(16);
    [magic, 60000, 28, 28].forEach((value, index) => bytes.writeInt32BE(value, 4 * index));
    return bytes;
  };
  for (const contents of [
    Buffer.alloc(0),
    Buffer.from('<html>'),
    header(0x801),
    Buffer.concat([header(0x803), Buffer.alloc(1000)]),
  ]) {
    for (const [name, bytes] of [
      [image, contents],
      [`${image}.gz`, gzipSync(contents)],
    ] as const) {
      await writeFile(name, bytes);
      failed(t, await train(), 1, /train-images-idx3-ubyte/);
      await writeFile(name, '');
    }
  }
  t.false(existsSync(join(folder, 'run')));
});

serial('data that do not fit the model are errors', async (t) => {
  const folder = await temporaryFolder(t);
  const plugin = await tinyPlugin(folder);
  const out = join(folder, 'run');
  const train = (...argv: string[]) => runMain('train', ...argv, '--plugin', plugin, '--out', out);
  failed(t, await train('--dataset', 'infinite-values'), 1, /example 3 has the value Infinity at element 7/);
  failed(t, await train('--dataset', 'bytes'), 1, /the value 255 at element/);
  failed(t, await train('--padding', '20'), 2, /28 by 28 cannot be padded to 20/);
  failed(t, await train('--data-dir', folder), 2, /The digits are embedded/);
  const spec = {
    recipe: 'vae',
    observed: { shape: [100] },
    latents: [{ name: 'z', size: 2 }],
    networks: { recognition: [], generative: [] },
    data: { dataset: 'bars' },
  };
  const file = join(folder, 'wrong.json');
  await writeFile(file, JSON.stringify(spec));
  failed(t, await train(file), 1, /bars\/train has examples of shape \[4, 4, 1\]/);
  const convolution = { layer: 'conv2d', filters: 2, kernelSize: 3 };
  const networks = { recognition: [convolution], generative: [] };
  await writeFile(file, JSON.stringify({ ...spec, observed: { shape: [16] }, networks }));
  failed(t, await train(file), 2, /networks\.recognition\.0/);
  t.false(existsSync(out));
});

serial('an output folder that is not empty is an error, and stays unchanged', async (t) => {
  const folder = await temporaryFolder(t);
  const out = join(folder, 'run');
  await mkdir(out);
  await writeFile(join(out, 'notes.txt'), 'mine');
  failed(t, await runMain('train', '--out', out), 2, /is not empty \(it holds notes\.txt\)/);
  t.deepEqual(await readdir(out), ['notes.txt']);
  t.is(await readFile(join(out, 'notes.txt'), 'utf8'), 'mine');
  failed(t, await runMain('train', '--out', join(out, 'notes.txt')), 1, /notes\.txt: ENOTDIR/);
  t.is(await readFile(join(out, 'notes.txt'), 'utf8'), 'mine');
});

serial('a folder that cannot be created is an error', async (t) => {
  const folder = await temporaryFolder(t);
  const plugin = await tinyPlugin(folder);
  const train = (out: string) => runMain('train', '--dataset', 'bars', '--plugin', plugin, '--out', out);
  const file = join(folder, 'file');
  await writeFile(file, 'mine');
  failed(t, await train(join(file, 'run')), 1, /Could not create .*ENOTDIR/);
  // A place where even root can't create a folder.
  if (existsSync('/proc/self'))
    failed(t, await train('/proc/helmholtz/run'), 1, /Could not create \/proc\/helmholtz/);
});

serial(
  'a learning rate that is far too high stops training, and names the step and the metric',
  async (t) => {
    const folder = await temporaryFolder(t);
    const plugin = await tinyPlugin(folder);
    const out = join(folder, 'run');
    const tiny = ['--plugin', plugin, '--backend', 'cpu'];
    const argv = [
      'train',
      '--dataset',
      'bars',
      '--hidden',
      '4',
      '--batch-size',
      '16',
      '--out',
      out,
      '--quiet',
      ...tiny,
    ];
    failed(
      t,
      await runMain(...argv, '--learning-rate', '1e30'),
      1,
      /^error: (expectedLogLikelihood|kl\/z) became (NaN|-?Infinity) at step 2 \(epoch 1\)/,
    );
    const { code, stdout } = await runMain('evaluate', out, '--json', ...tiny);
    t.is(code, 0);
    const { test: metrics, epochs } = JSON.parse(stdout) as { test: { nelbo: number }; epochs: number };
    t.true(Number.isFinite(metrics.nelbo), 'the last good checkpoint is kept');
    t.is(epochs, 0);
  },
);

serial('--debug prints the stack and those of the causes', async (t) => {
  const folder = await temporaryFolder(t);
  const file = join(folder, 'throws.mjs');
  await writeFile(file, "export default () => { throw new TypeError('broken'); };");
  const { code, stderr } = await runMain('list', '--plugin', file, '--debug');
  t.is(code, 2);
  t.regex(stderr, /^HelmholtzError: The plugin .* could not be loaded: broken\n {4}at /);
  t.regex(stderr, /\ncaused by TypeError: broken\n {4}at .*throws\.mjs/);
});

serial('with --json, a failure ends stdout with one error object', async (t) => {
  const failures: readonly (readonly [string, object])[] = [
    [
      'train --hiden 3 --json',
      { kind: 'usage', message: "unknown option '--hiden'", hint: 'Did you mean --hidden?', exitCode: 2 },
    ],
    [
      'evaluate no-run --json',
      {
        kind: 'usage',
        message: 'no-run is not the folder of a run: it has no spec.yaml.',
        hint: 'Give a folder that `helmholtz train` made, such as runs/vae-digits.',
        exitCode: 2,
      },
    ],
  ];
  for (const [line, error] of failures) {
    const { code, stdout, stderr } = await runMain(...line.split(' '));
    t.is(code, 2);
    t.deepEqual(JSON.parse(stdout.trimEnd().split('\n').at(-1)!), { error });
    t.regex(stderr, /^error: .*\n {2}hint: /);
  }
  t.is((await runMain('list', '--help', '--json')).code, 0);
});

serial('a help text that omits names gives the command that lists all', async (t) => {
  const { stdout } = await runMain('train', '--help');
  const text = stdout.replaceAll(/\s+/g, ' ');
  for (const kind of ['likelihoods', 'datasets']) {
    t.true(text.includes(`all of them: helmholtz list ${kind}`), kind);
    t.is((await runMain('list', kind)).code, 0);
  }
  const { stdout: sets } = await runMain('list', 'datasets', '--json');
  const { datasets } = JSON.parse(sets) as { datasets: { name: string }[] };
  const named = /--dataset <name> (.*?) and others/
    .exec(text)![1]!
    .replaceAll(/ \([^)]*\)/g, '')
    .split(', ');
  t.deepEqual(
    named.filter((name) => !datasets.some((each) => each.name === name)),
    [],
  );
});

serial('--help and --version exit with 0', async (t) => {
  t.deepEqual(await runMain('--version'), { code: 0, stdout: `${version}\n`, stderr: '' });
  const help = await runMain('--help');
  t.is(help.code, 0);
  for (const name of Object.keys(commands)) {
    t.regex(help.stdout, new RegExp(`^  ${name} `, 'm'));
    const own = await runMain(name, '--help');
    t.is(own.code, 0, name);
    t.regex(own.stdout, new RegExp(`^Usage: helmholtz ${name} `), name);
    t.regex(own.stdout, /--json/, name);
    t.notRegex(own.stdout, /\(default:\s+(false|\[\])\)/, name);
    if (name !== 'doctor') t.regex(own.stdout, /\nExamples:\n {2}\$ helmholtz /, name);
  }
  t.is((await runMain('help', 'draw')).stdout, (await runMain('draw', '--help')).stdout);
  const unknown = await runMain('help', 'drow');
  t.is(unknown.code, 2);
  t.regex(unknown.stderr, /^error: unknown command 'drow'\n {2}hint: Did you mean draw\?/);
  const { stdout } = await runMain('train', '--help');
  const options =
    'dataset data-dir hidden latent likelihood epochs batch-size learning-rate optimizer seed backend out quiet plugin';
  for (const option of options.split(' ')) t.regex(stdout, new RegExp(`^  --${option}\\b`, 'm'));
});
