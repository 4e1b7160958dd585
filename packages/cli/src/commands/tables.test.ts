/** Runs on tables: trained from a spec, and the output of commands on them. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { readSpec } from '@helmholtz/core';
import { loadDataset } from '@helmholtz/datasets';
import test from 'ava';

import { runMain } from '../testing/run-main.js';

const { serial } = test;
const example = fileURLToPath(new URL('../../../../examples/models/patients.yaml', import.meta.url));
const patients = fileURLToPath(new URL('../../../../examples/tables/patients', import.meta.url));

let folder: string;
let run: string;
let nelbo: number;

serial.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helmholtz-cli-'));
  run = join(folder, 'run');
  const argv = ['--epochs', '30', '--no-report', '--quiet', '--json', '--out', run];
  const { code, stdout, stderr } = await runMain('train', example, ...argv);
  if (code !== 0) throw new Error(stderr);
  nelbo = (JSON.parse(stdout) as { test: { nelbo: number } }).test.nelbo;
});

serial.after.always(async () => rm(folder, { recursive: true, force: true }));

async function rows(file: string): Promise<string[][]> {
  const text = await readFile(file, 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
}

serial('the spec of the run has a likelihood for each column, by its type', async (t) => {
  const { likelihood, observed } = readSpec(await readFile(join(run, 'spec.yaml'), 'utf8'), 'spec.yaml');
  const normal = { name: 'normal', scale: 'learned' };
  t.deepEqual(observed.shape, [11]);
  t.deepEqual(likelihood, {
    name: 'heterogeneous',
    grouped: true,
    columns: [
      ...['age', 'height', 'weight', 'pressure'].map((name) => ({ name, likelihood: normal })),
      { name: 'visits', likelihood: 'poisson' },
      { name: 'smoker', likelihood: 'bernoulli' },
      { name: 'diabetic', likelihood: 'bernoulli' },
      { name: 'ward', size: 4, likelihood: 'categorical' },
    ],
  } as never);
});

/**
 * The nats of a test row, were all columns independent and each of its family at the best
 * parameters for the training set.
 */
async function independentNll(): Promise<number> {
  const { train, test: testSet } = await loadDataset('csv', { dataDir: patients });
  const columns = train.columns!;
  const valuesOf = (dataset: typeof train): Float32Array[] => {
    const { size } = dataset;
    const width = dataset.shape[0]!;
    const all = new Float32Array(size * width);
    dataset.read(
      Array.from({ length: size }, (_, index) => index),
      all,
      { next: () => 0 },
    );
    return Array.from({ length: width }, (_, column) =>
      Float32Array.from({ length: size }, (_row, row) => all[row * width + column]!),
    );
  };
  const mean = (values: ArrayLike<number>): number =>
    Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
  const [trained, tested] = [valuesOf(train), valuesOf(testSet)];
  const logFactorial = (count: number): number => {
    let sum = 0;
    for (let factor = 2; factor <= count; factor++) sum += Math.log(factor);
    return sum;
  };
  let element = 0;
  return columns.reduce((nll, { kind, size }) => {
    let own = 0;
    for (let index = 0; index < size; index++, element++) {
      const [m, x] = [mean(trained[element]!), tested[element]!];
      if (kind === 'real') own += mean(x.map((v) => (v - m) ** 2)) / 2 + Math.log(2 * Math.PI) / 2;
      if (kind === 'count') own += mean(x.map((v) => m - v * Math.log(m) + logFactorial(v)));
      if (kind === 'binary') own -= mean(x.map((v) => Math.log(v === 1 ? m : 1 - m)));
      if (kind === 'categorical') own -= mean(x.map((v) => v * Math.log(m)));
    }
    return nll + own;
  }, 0);
}

serial('the NELBO is far below that of independent columns', async (t) => {
  const independent = await independentNll();
  t.true(nelbo < independent - 1, `${nelbo}, and ${independent} if they were independent`);
});

serial('sample writes valid values of each column, in its units', async (t) => {
  const out = join(folder, 'rows.csv');
  const { code, stderr } = await runMain('sample', run, '--count', '400', '--out', out, '--backend', 'cpu');
  t.is(code, 0, stderr);
  const [header, ...drawn] = await rows(out);
  t.deepEqual(header, ['age', 'height', 'weight', 'pressure', 'visits', 'smoker', 'diabetic', 'ward']);
  t.is(drawn.length, 400);
  const column = (name: string): number[] => drawn.map((row) => Number(row[header!.indexOf(name)]));
  const average = (values: number[]): number => values.reduce((sum, value) => sum + value) / values.length;
  t.true(Math.abs(average(column('height')) - 165) < 5, 'centimetres');
  t.true(column('visits').every((value) => Number.isInteger(value) && value >= 0));
  t.true(column('smoker').every((value) => value === 0 || value === 1));
  const wards = new Set(drawn.map((row) => row.at(-1)));
  t.deepEqual([...wards].sort(), ['cardiology', 'general', 'paediatrics', 'pulmonology']);
});

serial('reconstruct writes each row, its reconstruction at the mean and at draws', async (t) => {
  const { code, stderr } = await runMain(
    'reconstruct',
    run,
    '--indices',
    '3,0',
    '--draws',
    '1',
    '--backend',
    'cpu',
  );
  t.is(code, 0, stderr);
  const [header, ...versions] = await rows(join(run, 'reconstruct.csv'));
  t.deepEqual(header!.slice(0, 3), ['example', 'what', 'age']);
  t.deepEqual(
    versions.map(([example, what]) => [example, what]),
    ['3', '0'].flatMap((index) => ['as it is', 'mean', 'draw 1'].map((what) => [index, what])),
  );
  const [, , , ...test] = await rows(join(patients, 'test.csv'));
  t.deepEqual(versions[0]!.slice(2).map(value), test[1]!.map(value));
});

/** Removes leading and trailing zeros, so that equal numbers have equal texts. */
const value = (cell: string): string => (Number.isNaN(Number(cell)) ? cell : `${Number(cell)}`);

const refused: Record<string, { argv: () => string[]; message: RegExp; hint: RegExp }> = {
  'a picture of rows': {
    argv: () => ['traverse', run],
    message: /^csv\/test has examples of shape \[11\], which are not images\.$/,
    hint: /Sampling and reconstruction also write tables/,
  },
  'a table under the name of a picture': {
    argv: () => ['sample', run, '--out', 'rows.png'],
    message: /^The run is on a table, which can't be written to .*rows\.png\.$/,
    hint: /\.csv\.$/,
  },
  'image files for rows': {
    argv: () => ['reconstruct', run, '--images', 'a.png'],
    message: /^--images was given, but the model was trained on the rows of a table\.$/,
    hint: /--indices/,
  },
  'a value of another kind, with its row and column': {
    argv: () => ['train', join(folder, 'wrong.yaml')],
    message: /^train\.csv, row 2 \(line 3\), column "age" is "old", and a number was expected\.$/,
    hint: /inferred from the training rows/,
  },
  'columns that are not those of the data': {
    argv: () => ['train', join(folder, 'other.yaml')],
    message: /^train\.csv, row 1 \(line 2\), column "age" is "[\d.]+"\.$/,
    hint: /^The likelihood takes whole numbers from 0 on\./,
  },
  'columns of data that have none': {
    argv: () => ['train', 'vae', '--likelihood', 'heterogeneous'],
    message: /^the likelihood "heterogeneous" at columns: nothing was given/,
    hint: /in the order of the data/,
  },
};

serial.before(async () => {
  const table = join(folder, 'table');
  await mkdir(table);
  await writeFile(join(table, 'train.csv'), 'age,smoker\n41.5,0\nold,1\n');
  await writeFile(join(table, 'test.csv'), 'age,smoker\n41.5,0\n');
  const spec = await readFile(example, 'utf8');
  const wrong = spec.replace('../tables/patients', './table');
  await writeFile(
    join(folder, 'wrong.yaml'),
    wrong.replace('dataset: csv', 'dataset: csv\n  columns: { age: real }'),
  );
  const columns = ['age: poisson', 'rest: normal'].map((one) => one.split(': '));
  const list = columns.map(([name, likelihood]) => {
    return `{ name: ${name}, size: ${name === 'rest' ? 10 : 1}, likelihood: ${likelihood} }`;
  });
  await writeFile(
    join(folder, 'other.yaml'),
    spec
      .replace(
        'likelihood: heterogeneous',
        `likelihood: { name: heterogeneous, columns: [${list.join(', ')}] }`,
      )
      .replace('../tables/patients', patients),
  );
});

for (const [what, { argv, message, hint }] of Object.entries(refused)) {
  serial(`refused: ${what}`, async (t) => {
    const { code, stderr } = await runMain(...argv(), '--backend', 'cpu', '--quiet');
    t.not(code, 0, stderr);
    const [, firstLine, advice] = /^error: (.*)\n {2}hint: (.*)/.exec(stderr) ?? [];
    t.regex(firstLine ?? stderr, message);
    t.regex(advice ?? stderr, hint);
  });
}
