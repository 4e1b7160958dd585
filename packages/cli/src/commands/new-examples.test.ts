/** A run applies the parameters fitted to its training data to new examples. */
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { RandomStream } from '@helmholtz/distributions';
import { encodeNpy } from '@helmholtz/datasets';
import test from 'ava';

import { type Outcome, runMain } from '../testing/run-main.js';

const { serial } = test;

let folder: string;
let table: string;
let arrays: string;

/** Rows of two related columns and a category; `shift` is in hours. */
function rows(count: number, seed: number, shift = 0): string {
  const random = new RandomStream(seed, 'rows');
  const lines = Array.from({ length: count }, (_, row) => {
    const hours = 20 + 8 * random.next() + shift;
    const cost = 3 * hours + random.next();
    return `n${row},${hours.toFixed(2)},${cost.toFixed(1)},${hours - shift > 24 ? 'late' : 'early'}`;
  });
  return `${['id,hours,cost,shift', ...lines].join('\n')}\n`;
}

function numbers(count: number, seed: number, scale = 0.02): Uint8Array {
  const random = new RandomStream(seed, 'numbers');
  const data = Float32Array.from({ length: 3 * count }, () => scale * (random.next() - 0.5));
  return encodeNpy({ shape: [count, 3], data });
}

async function files(path: string, contents: Record<string, string | Uint8Array>): Promise<void> {
  await mkdir(path, { recursive: true });
  for (const [name, bytes] of Object.entries(contents)) await writeFile(join(path, name), bytes);
}

async function ok(...argv: string[]): Promise<Outcome> {
  const outcome = await runMain(...argv, '--backend', 'cpu');
  if (outcome.code !== 0) throw new Error(outcome.stderr);
  return outcome;
}

async function nelbo(run: string, ...argv: string[]): Promise<number> {
  const { stdout } = await ok('evaluate', run, ...argv, '--importance-samples', '0', '--json', '--quiet');
  return (JSON.parse(stdout) as { test: { nelbo: number } }).test.nelbo;
}

serial.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helmholtz-cli-'));
  const testRows = rows(30, 1, 40);
  await files(join(folder, 'here'), { 'train.csv': rows(80, 0), 'test.csv': rows(20, 2) });
  await files(join(folder, 'there'), { 'train.csv': testRows, 'test.csv': testRows });
  await files(join(folder, 'mixed'), { 'train.csv': rows(80, 0), 'test.csv': testRows });
  await files(join(folder, 'alone'), { 'test.csv': testRows });
  await files(join(folder, 'arrays'), { 'train.npy': numbers(60, 0), 'test.npy': numbers(20, 1) });
  await files(folder, { 'new.npy': numbers(10, 2) });
  table = join(folder, 'table');
  const small = ['--latent', '1', '--hidden', '4', '--epochs', '2', '--no-report'];
  await ok(
    ...['train', 'vae', '--dataset', 'csv', '--data-dir', join(folder, 'here'), ...small],
    ...['--likelihood', 'heterogeneous', '--set', 'data.columns={ id: identifier }', '--out', table],
  );
  arrays = join(folder, 'run-of-arrays');
  await ok(
    ...['train', 'vae', '--dataset', 'npy', '--data-dir', join(folder, 'arrays'), ...small],
    ...['--likelihood', 'normal', '--out', arrays],
  );
});

serial.after.always(async () => rm(folder, { recursive: true, force: true }));

serial('a train.csv beside new rows does not change any bit of the results', async (t) => {
  const expected = await nelbo(table, '--data-dir', join(folder, 'mixed'));
  t.is(await nelbo(table, '--data-dir', join(folder, 'there')), expected);
  t.is(await nelbo(table, '--data-dir', join(folder, 'alone')), expected);
  t.is(await nelbo(table, '--data', join(folder, 'there', 'test.csv')), expected);
});

serial('rows far from the training data are reported by their columns', async (t) => {
  const { stderr } = await ok('evaluate', table, '--data', join(folder, 'alone', 'test.csv'), '--quiet');
  t.regex(
    stderr,
    /^warning: test\.csv is far from the training data: (hours|cost) \(mean [\d.]+; [\d.]+ in training/,
  );
  const own = await ok('evaluate', table, '--quiet');
  t.is(own.stderr, '');
});

serial(
  'an older run, without fitted.json, gives the same numbers beside its training rows, and warns',
  async (t) => {
    const expected = await nelbo(table, '--data-dir', join(folder, 'mixed'));
    const kept = await readFile(join(table, 'fitted.json'), 'utf8');
    await rm(join(table, 'fitted.json'));
    try {
      t.is(await nelbo(table, '--data-dir', join(folder, 'mixed')), expected);
      t.is(await nelbo(table, '--data', join(folder, 'there', 'test.csv')), expected);
      const { stderr } = await ok('evaluate', table, '--data-dir', join(folder, 'there'), '--quiet');
      t.regex(stderr, /^warning: The run has no fitted\.json/);
    } finally {
      await writeFile(join(table, 'fitted.json'), kept);
    }
  },
);

serial('samples are in the units of the training rows, without any data', async (t) => {
  const moved = join(folder, 'moved');
  await rename(table, moved);
  const data = join(folder, 'here');
  await rename(data, `${data}-away`);
  try {
    await ok('sample', moved, '--count', '200', '--quiet');
    const [header, ...drawn] = (await readFile(join(moved, 'sample.csv'), 'utf8')).trimEnd().split('\n');
    t.is(header, 'hours,cost,shift');
    const hours = drawn.map((row) => Number(row.split(',')[0]));
    t.true(Math.abs(hours.reduce((sum, value) => sum + value / 200, 0) - 24) < 1);
  } finally {
    await rename(`${data}-away`, data);
    await rename(moved, table);
  }
});

serial('arrays under a likelihood of real numbers are standardized by default, in one line', async (t) => {
  const out = join(folder, 'chosen');
  const { stderr } = await ok(
    ...['train', 'vae', '--dataset', 'npy', '--data-dir', join(folder, 'arrays'), '--latent', '1'],
    ...['--epochs', '1', '--no-report', '--likelihood', 'normal', '--out', out],
  );
  t.regex(
    stderr,
    /^data\.standardize: standard, chosen for the likelihood normal of real numbers: each element has/m,
  );
  t.regex(await readFile(join(out, 'spec.yaml'), 'utf8'), /^ {2}standardize: standard$/m);
});

serial(
  'other likelihoods leave arrays unchanged; with standardize: none, a warning reports a large scale',
  async (t) => {
    const options = [
      '--dataset',
      'npy',
      '--data-dir',
      join(folder, 'arrays'),
      '--latent',
      '1',
      '--epochs',
      '1',
    ];
    const train = (...argv: string[]) => ok('train', 'vae', ...options, '--no-report', ...argv);
    const none = await train(
      '--likelihood',
      'normal',
      '--set',
      'data.standardize=none',
      '--out',
      join(folder, 'none'),
    );
    t.regex(
      none.stderr,
      /^npy\/train has numbers from \S+ to \S+ with the standard deviation 0\.00\d+, far from 1, the initial scale of the likelihood normal/m,
    );
    t.regex(await readFile(join(folder, 'none', 'fitted.json'), 'utf8'), /"method": "none"/);
    const positive = await train(
      '--likelihood',
      'laplace',
      '--set',
      'data.standardize=robust',
      '--out',
      join(folder, 'r'),
    );
    t.notRegex(positive.stderr, /standard/);
    t.regex(await readFile(join(folder, 'r', 'fitted.json'), 'utf8'), /"method": "robust"/);
  },
);

serial('written values are in the units of the data', async (t) => {
  await ok('reconstruct', arrays, '--data', join(folder, 'new.npy'), '--draws', '0', '--quiet');
  const reconstruction = await readFile(join(arrays, 'reconstruct.npy'));
  const given = Buffer.from(numbers(10, 2));
  const header = 128;
  for (let at = 0; at < 30; at++) {
    const value = reconstruction.readFloatLE(header + 4 * at);
    t.true(Math.abs(value - given.readFloatLE(given.length - 120 + 4 * at)) < 1e-8);
  }
  await ok('sample', arrays, '--count', '50', '--out', join(folder, 'drawn.npy'), '--quiet');
  const drawn = await readFile(join(folder, 'drawn.npy'));
  const values = Array.from({ length: 150 }, (_, at) => drawn.readFloatLE(header + 4 * at));
  const mean = values.reduce((sum, value) => sum + value / 150, 0);
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2 / 150, 0));
  t.true(deviation > 0.002 && deviation < 0.02, `${deviation}`);
});

serial('inspect and the report show the fitted values', async (t) => {
  const { stdout } = await runMain('inspect', table);
  t.regex(stdout, /^Training rows {2}80\nIdentifiers {4}id\n/);
  t.regex(stdout, /^hours +real +standard +2[34]\.\d+ +\d\.\d+ +20(\.\d+)? +2[78](\.\d+)?$/m);
  t.regex(stdout, /^shift +categorical +early, late$/m);
  const { fitted } = JSON.parse((await runMain('inspect', table, '--json')).stdout) as { fitted: unknown };
  t.deepEqual(fitted, JSON.parse(await readFile(join(table, 'fitted.json'), 'utf8')));
  await ok('report', table, '--quiet');
  t.regex(await readFile(join(table, 'report.html'), 'utf8'), /<th scope="row">hours<\/th>\s*<td>real<\/td>/);
});

serial('identifiers are copied to the written tables', async (t) => {
  const data = join(folder, 'alone', 'test.csv');
  await ok('embed', table, '--data', data, '--out', join(folder, 'codes-of-rows'), '--quiet');
  const [header, , second] = (await readFile(join(folder, 'codes-of-rows', 'codes.csv'), 'utf8')).split('\n');
  t.regex(header!, /^index,id,z/);
  t.regex(second!, /^1,n1,/);
  await ok('reconstruct', table, '--data', data, '--draws', '0', '--quiet');
  const lines = (await readFile(join(table, 'reconstruct.csv'), 'utf8')).split('\n');
  t.is(lines[0], 'example,id,what,hours,cost,shift');
  t.regex(lines[3]!, /^1,n1,as it is,/);
});

serial('new examples are embedded', async (t) => {
  const out = join(folder, 'codes');
  await ok('embed', arrays, '--data', join(folder, 'new.npy'), '--out', out, '--quiet');
  t.is((await readFile(join(out, 'codes.csv'), 'utf8')).trimEnd().split('\n').length, 11);
});

const refused: Record<string, { argv: () => string[]; message: RegExp; hint: RegExp }> = {
  'a file and a folder at once': {
    argv: () => ['evaluate', table, '--data', 'new.csv', '--data-dir', 'there'],
    message: /^--data and --data-dir were both given\.$/,
    hint: /--data for a file of new examples/,
  },
  'an array for a table': {
    argv: () => ['embed', table, '--data', join(folder, 'new.npy')],
    message: /^new\.npy is an array, and the model was trained on a table\.$/,
    hint: /hours, cost, shift/,
  },
  'the training set beside new examples': {
    argv: () => ['embed', arrays, '--data', join(folder, 'new.npy'), '--set', 'train'],
    message: /^There is no training set beside/,
    hint: /--data/,
  },
  'a run without fitted.json, to be inspected': {
    argv: () => ['inspect', join(folder, 'older')],
    message: /older has no fitted\.json: an older version trained it\.$/,
    hint: /train --resume/,
  },
  'a damaged fitted.json': {
    argv: () => ['evaluate', join(folder, 'damaged')],
    message: /fitted\.json does not contain values fitted to training data\.$/,
    hint: /Copy it from the run again/,
  },
  'a column that is misspelt in the spec': {
    argv: () => [
      ...['train', 'vae', '--dataset', 'csv', '--data-dir', join(folder, 'here')],
      ...['--likelihood', 'heterogeneous', '--set', 'data.columns={ shift: { kind: categoricl } }'],
    ],
    message: /data\.columns\.shift/,
    hint: /"categorical"/,
  },
};

serial.before(async () => {
  const damaged = join(folder, 'damaged');
  await mkdir(damaged, { recursive: true });
  for (const name of ['spec.yaml', 'run.json'])
    await writeFile(join(damaged, name), await readFile(join(table, name)));
  await mkdir(join(folder, 'older'));
  await writeFile(join(folder, 'older', 'spec.yaml'), await readFile(join(table, 'spec.yaml')));
  await writeFile(join(damaged, 'fitted.json'), '{ "form": "table", "columns": 3 }');
});

for (const [what, { argv, message, hint }] of Object.entries(refused)) {
  serial(`refused: ${what}`, async (t) => {
    const [command] = argv();
    const backend = command === 'inspect' ? [] : ['--backend', 'cpu'];
    const { code, stderr } = await runMain(...argv(), ...backend, '--quiet');
    t.not(code, 0, stderr);
    const [, firstLine, advice] = /^error: (.*)\n {2}hint: (.*)/m.exec(stderr) ?? [];
    t.regex(firstLine ?? stderr, message);
    t.regex(advice ?? stderr, hint);
  });
}
