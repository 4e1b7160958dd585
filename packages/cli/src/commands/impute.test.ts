/**
 * Tables and arrays with missing values are trained on, imputed and scored, as in
 * docs/how-to/missing-values.md.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { encodeNpy, readNpy } from '@helmholtz/datasets';
import { RandomStream } from '@helmholtz/distributions';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import test from 'ava';

import { runMain } from '../testing/run-main.js';

const { serial } = test;
const page = fileURLToPath(new URL('../../../../docs/how-to/missing-values.md', import.meta.url));
const patients = fileURLToPath(new URL('../../../../examples/tables/patients', import.meta.url));

/** Three columns that follow one hidden number, and a category of its sign. */
function correlated(rows: number, seed: number): string[][] {
  const random = new RandomStream(seed, 'table');
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return Array.from({ length: rows }, (_, row) => {
    const z = normal();
    const numbers = [10 + 3 * z, 50 - 20 * z, 2 * z].map(
      (mean, column) => mean + [0.6, 4, 0.4][column]! * normal(),
    );
    return [`p${row}`, ...numbers.map((value) => value.toFixed(2)), z > 0 ? 'high' : 'low'];
  });
}

const hole = (random: RandomStream, share: number) => (cell: string, column: number) =>
  column > 0 && random.next() < share ? '' : cell;
const header = ['id', 'a', 'b', 'c', 'level'];

const spec = `
recipe: vae
latents: [{ name: z, size: 1 }]
networks:
  recognition: [{ layer: dense, units: 16, activation: tanh }]
  generative: [{ layer: dense, units: 16, activation: tanh }]
likelihood: heterogeneous
optimizer: { name: adam, learningRate: 0.01 }
training: { epochs: 60, batchSize: 50 }
data: { dataset: csv, dataDir: table, columns: { id: identifier } }
`;

serial(
  'with a fifth of the cells removed, imputation is far better than the mean of the column',
  async (t) => {
    const folder = await temporaryFolder(t);
    await mkdir(join(folder, 'table'));
    const random = new RandomStream(1, 'holes');
    const table = correlated(600, 7);
    const holes = table.map((row) => row.map(hole(random, 0.2)));
    const text = (rows: string[][]): string => [header, ...rows].map((row) => `${row.join(',')}\n`).join('');
    await writeFile(join(folder, 'table', 'train.csv'), text(holes.slice(0, 500)));
    await writeFile(join(folder, 'table', 'test.csv'), text(holes.slice(500)));
    await writeFile(join(folder, 'model.yaml'), spec);
    const run = join(folder, 'run');
    const trained = await runMain('train', join(folder, 'model.yaml'), '--no-report', '--out', run);
    t.is(trained.code, 0, trained.stderr);
    t.regex(trained.stderr, /csv\/train: \d+ of 2000 values are missing, \d/);

    const rows = join(folder, 'table', 'test.csv');
    const out = join(folder, 'completed.csv');
    const imputed = await runMain('impute', run, '--data', rows, '--out', out, '--json');
    t.is(imputed.code, 0, imputed.stderr);
    const completed = (await readFile(out, 'utf8'))
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    const [truth, given] = [table.slice(500), holes.slice(500)];
    t.deepEqual(
      completed.map((row, index) => row.map((cell, column) => (given[index]![column] === '' ? '' : cell))),
      given,
      'observed cells stay',
    );
    for (const column of [1, 2, 3]) {
      const removed = given.flatMap((row, index) => (row[column] === '' ? [index] : []));
      const known = holes.slice(0, 500).flatMap((row) => (row[column] === '' ? [] : [Number(row[column])]));
      const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
      const error = (guess: (index: number) => number): number =>
        Math.sqrt(
          removed.reduce((sum, index) => sum + (guess(index) - Number(truth[index]![column])) ** 2, 0) /
            removed.length,
        );
      const [ours, ofMean] = [error((index) => Number(completed[index]![column])), error(() => mean)];
      t.true(ours < 0.6 * ofMean, `column ${column}: ${ours} against ${ofMean}`);
      t.true(
        completed.every((row) => /^-?\d+\.\d\d$/.test(row[column]!)),
        'as many decimals as the column has',
      );
    }
    const levels = given.flatMap((row, index) =>
      row[4] === '' ? [completed[index]![4] === truth[index]![4]] : [],
    );
    t.true(levels.filter(Boolean).length > 0.75 * levels.length, 'most categories are right');

    const drawn = join(folder, 'drawn.csv');
    t.is((await runMain('impute', run, '--data', rows, '--draws', '3', '--out', drawn)).code, 0);
    const stacked = (await readFile(drawn, 'utf8')).trimEnd().split('\n');
    t.is(stacked.length, 1 + 3 * 100);
    t.is(stacked[0], 'imputation,id,a,b,c,level');
    t.is(stacked.filter((line) => line.startsWith('2,')).length, 100);
    t.false(stacked.some((line) => line.split(',').includes('')));

    // The form of another file stays to the byte: semicolons, decimal commas, quotes, CRLF and a
    // column of notes.
    const form = 'note;level;"c";b;a;id\r\n"x; y";high;1,50;20,00;;q1\r\n;NA;-0,2500;;"9,00";q2\r\n';
    await writeFile(join(folder, 'form.csv'), form);
    const kept = await runMain('impute', run, '--data', join(folder, 'form.csv'), '--out', out);
    t.is(kept.code, 0, kept.stderr);
    t.regex(
      await readFile(out, 'utf8'),
      /^note;level;"c";b;a;id\r\n"x; y";high;1,50;20,00;-?\d+,\d\d;q1\r\n;(high|low);-0,2500;-?\d+,\d\d;"9,00";q2\r\n$/,
    );

    const scored = await runMain('score', run, '--data', rows, '--out', join(folder, 'scores.csv'));
    t.is(scored.code, 0, scored.stderr);
    const scores = (await readFile(join(folder, 'scores.csv'), 'utf8')).trimEnd().split('\n');
    const a = scores[0]!.split(',').indexOf('expectedLogLikelihood/x/a');
    t.deepEqual(
      scores.slice(1).map((line) => line.split(',')[a]!.replaceAll('"', '') === ''),
      given.map((row) => row[1] === ''),
    );
    const evaluated = await runMain('evaluate', run, '--data', rows, '--importance-samples', '0');
    t.regex(evaluated.stdout, /missing, test: \d+ of 400 values, \d/);
    const complete = await runMain('impute', run, '--data', out, '--out', drawn);
    t.is(complete.code, 2);
    t.regex(complete.stderr, /completed\.csv has no missing values/);
  },
);

serial(
  'a model of complete arrays imputes holes of new ones, and leaves the others to the bit',
  async (t) => {
    const folder = await temporaryFolder(t);
    const rows = correlated(200, 3).map((row) => row.slice(1, 4).map(Number));
    const save = (name: string, values: readonly (readonly number[])[]): Promise<void> =>
      writeFile(
        join(folder, name),
        encodeNpy({ shape: [values.length, 3], data: Float32Array.from(values.flat()) }),
      );
    await save('train.npy', rows);
    await save('test.npy', rows.slice(0, 20));
    const run = join(folder, 'run');
    const options = ['--dataset', 'npy', '--data-dir', folder, '--likelihood', 'normal', '--epochs', '3'];
    const trained = await runMain('train', 'vae', ...options, '--no-report', '--quiet', '--out', run);
    t.is(trained.code, 0, trained.stderr);
    const holes = [
      [rows[0]![0]!, NaN, rows[0]![2]!],
      [NaN, NaN, NaN],
    ];
    await save('new.npy', holes);
    const out = join(folder, 'completed.npy');
    const imputed = await runMain(
      'impute',
      run,
      '--data',
      join(folder, 'new.npy'),
      '--draws',
      '2',
      '--out',
      out,
    );
    t.is(imputed.code, 0, imputed.stderr);
    t.regex(imputed.stderr, /new\.npy has missing values where the training data have none/);
    const { shape, data } = await readNpy(out);
    t.deepEqual(shape, [2, 2, 3]);
    t.true(data.every(Number.isFinite));
    for (const draw of [0, 6])
      t.deepEqual([data[draw], data[draw + 2]], [rows[0]![0]!, rows[0]![2]!].map(Math.fround));
  },
);

serial('the commands of docs/how-to/missing-values.md run', async (t) => {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, 'patients'));
  const random = new RandomStream(5, 'page');
  for (const part of ['train', 'test']) {
    const [names, ...rows] = (await readFile(join(patients, `${part}.csv`), 'utf8')).trimEnd().split('\n');
    const cut = rows.map((row) => row.split(',').map(hole(random, 0.1)).join(','));
    await writeFile(join(folder, 'patients', `${part}.csv`), [names, ...cut, ''].join('\n'));
  }
  await writeFile(join(folder, 'rows.csv'), await readFile(join(folder, 'patients', 'test.csv')));
  const text = await readFile(page, 'utf8');
  const [, yaml] = /```yaml\n# patients.yaml\n([^]*?)```/.exec(text) ?? [];
  await writeFile(join(folder, 'patients.yaml'), yaml ?? '');
  const commands = [...text.matchAll(/^npx helmholtz (.*?)(?: +#.*)?$/gm)].map(([, argv]) =>
    argv!.split(' '),
  );
  t.true(commands.length >= 4);
  for (const argv of commands) {
    const paths = argv.map((each) => (/\.(csv|yaml)$|^runs\//.test(each) ? join(folder, each) : each));
    const { code, stderr } = await runMain(...paths);
    t.is(code, 0, `${argv.join(' ')}: ${stderr}`);
  }
});
