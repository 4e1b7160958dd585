/** Scores of each example, as CSV. */
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { RandomStream } from '@helmholtz/distributions';
import test from 'ava';

import { runMain } from '../testing/run-main.js';

const { serial } = test;

let folder: string;
let run: string;

function rows(count: number, seed: number, odd: readonly string[] = []): string {
  const random = new RandomStream(seed, 'rows');
  const lines = Array.from({ length: count }, (_, row) => {
    const x = random.next() - 0.5;
    return `n${row},${x.toFixed(3)},${(2 * x + 0.1 * random.next()).toFixed(3)}`;
  });
  return `${['who,x,y', ...lines, ...odd].join('\n')}\n`;
}

serial.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helmholtz-cli-'));
  const data = join(folder, 'data');
  await mkdir(data);
  await writeFile(join(data, 'train.csv'), rows(200, 0));
  await writeFile(join(data, 'test.csv'), rows(50, 1));
  await writeFile(join(folder, 'new.csv'), rows(6, 2, ['=1+1,4,-9']));
  run = join(folder, 'run');
  const { code, stderr } = await runMain(
    ...[
      'train',
      'vae',
      '--dataset',
      'csv',
      '--data-dir',
      data,
      '--likelihood',
      'heterogeneous',
      '--latent',
      '1',
    ],
    ...[
      '--hidden',
      '4',
      '--epochs',
      '5',
      '--set',
      'data.columns={ who: identifier }',
      '--no-report',
      '--quiet',
    ],
    ...['--out', run, '--backend', 'cpu'],
  );
  if (code !== 0) throw new Error(stderr);
});

serial.after.always(async () => rm(folder, { recursive: true, force: true }));

async function scores(...argv: string[]) {
  const file = join(folder, 'scores.csv');
  const options = ['--importance-samples', '20', '--out', file, '--json', '--quiet', '--backend', 'cpu'];
  const { code, stdout, stderr } = await runMain(
    'score',
    run,
    '--data',
    join(folder, 'new.csv'),
    ...argv,
    ...options,
  );
  if (code !== 0) throw new Error(stderr);
  const [header, ...lines] = (await readFile(file, 'utf8')).trimEnd().split('\n');
  const names = header!.split(',');
  return {
    names,
    result: JSON.parse(stdout) as {
      examples: number;
      threshold?: number;
      outliers?: number[];
      strangest: number[];
    },
    column: (name: string) => lines.map((line) => line.split(',')[names.indexOf(name)]!),
  };
}

serial('each row has scores, terms, shares and its identifiers', async (t) => {
  const { names, column, result } = await scores();
  t.deepEqual(names, [
    ...['index', 'who', 'nelbo', 'logLikelihood', 'standardError', 'outlierScore'],
    ...['nelboInDataUnits', 'logLikelihoodInDataUnits'],
    ...['expectedLogLikelihood/x', 'kl/z', 'expectedLogLikelihood/x/x', 'expectedLogLikelihood/x/y'],
  ]);
  t.deepEqual([result.examples, result.strangest[0]], [7, 6]);
  t.deepEqual(column('who').slice(5), ['n5', "'=1+1"], 'no spreadsheet runs it');
  const numbers = (name: string): number[] => column(name).map(Number);
  numbers('outlierScore').forEach((score, row) => t.is(score, -numbers('logLikelihood')[row]!));
});

serial(
  'a quantile of the training scores marks outliers; once known, without the training data',
  async (t) => {
    const first = await scores('--quantile', '0.99');
    t.true(first.result.outliers!.includes(6));
    const away = join(folder, 'away');
    await rename(join(folder, 'data'), away);
    try {
      const { result, column } = await scores('--quantile', '0.99');
      t.is(result.threshold, first.result.threshold);
      t.deepEqual(
        column('outlier').flatMap((cell, row) => (cell === 'true' ? [row] : [])),
        result.outliers,
      );
      const { outlierScores } = JSON.parse(await readFile(join(run, 'training-scores.json'), 'utf8')) as {
        outlierScores: number[];
      };
      const below = outlierScores.filter((score) => score < result.threshold!).length;
      t.is(below, 198, 'of 200');
    } finally {
      await rename(away, join(folder, 'data'));
    }
  },
);

serial('--threshold marks outliers', async (t) => {
  const { result } = await scores('--threshold', '1e6');
  t.deepEqual([result.threshold, result.outliers], [1e6, []]);
});

const refused: Record<string, { argv: string[]; message: RegExp }> = {
  'two thresholds': {
    argv: ['--quantile', '0.9', '--threshold', '3'],
    message: /^--quantile 0\.9 has no effect/,
  },
  'a share above 1': { argv: ['--quantile', '99'], message: /^The quantile 99 is not a share\.$/ },
  'another file': { argv: ['--out', 'scores.json'], message: /^--out scores\.json is not a \.csv file\.$/ },
};

for (const [what, { argv, message }] of Object.entries(refused)) {
  serial(`refused: ${what}`, async (t) => {
    const { code, stderr } = await runMain('score', run, ...argv, '--quiet', '--backend', 'cpu');
    t.not(code, 0);
    t.regex(/^error: (.*)\n {2}hint: /m.exec(stderr)?.[1] ?? stderr, message);
  });
}
