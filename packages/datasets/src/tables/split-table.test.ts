import { HelmholtzError, memoryFiles } from '@helmholtz/base';
import test from 'ava';

import type { DatasetPair } from '../dataset.js';
import { loadDataset, type LoadOptions } from '../load-dataset.js';

/** Rows of 10 patients with shuffled dates. */
const rows = Array.from({ length: 100 }, (_, row) => {
  const day = (row * 37) % 100;
  const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
  return `r${row},${date},p${row % 10},${day / 2}`;
});
const text = ['id,date,patient,x', ...rows, ''].join('\n');

const columns = { id: 'identifier', date: 'identifier', patient: 'identifier' } as const;

function load(
  options: LoadOptions = {},
  contents: Record<string, string> = { '/data/data.csv': text },
): Promise<DatasetPair> {
  return loadDataset('csv', { dataDir: '/data', files: memoryFiles(contents), columns, ...options });
}

function namesOf(part: DatasetPair['test'], column: 'id' | 'date' | 'patient'): string[] {
  return [...part.identifiers!.find(({ name }) => name === column)!.values];
}

test('a tenth of the rows of one table is the test set, chosen by the seed', async (t) => {
  const lines: string[] = [];
  const { train, test: testSet } = await load({ onChange: (line) => lines.push(line) });
  t.deepEqual([train.size, testSet.size], [90, 10]);
  t.deepEqual(lines, ['data.csv: 10 rows are held out for the test, chosen by the seed 0']);
  t.is(new Set([...namesOf(train, 'id'), ...namesOf(testSet, 'id')]).size, 100);
  const again = await load({ fitted: train.fitted }, { '/data/train.csv': text });
  t.deepEqual(namesOf(again.test, 'id'), namesOf(testSet, 'id'));
  const other = await load({ split: { seed: 1 } });
  t.notDeepEqual(namesOf(other.test, 'id'), namesOf(testSet, 'id'));
});

test('the file may be given instead of its folder', async (t) => {
  const { test: testSet } = await load();
  const contents = { '/data/mine.csv': text, '/data/test.csv': 'id\n1\n' };
  const { test: again } = await load({ dataDir: '/data/mine.csv' }, contents);
  t.deepEqual(namesOf(again, 'id'), namesOf(testSet, 'id'));
});

test('parameters are fitted to the training rows alone', async (t) => {
  const { train } = await load({ testShare: 0.4, split: { by: 'date', order: 'time' } });
  const { fitted } = train;
  t.is(fitted?.form === 'table' && fitted.examples, 60);
  const [x] = fitted?.form === 'table' ? fitted.columns : [];
  t.is(x?.kind === 'real' && x.summary.maximum, 59 / 2);
});

test('in order of time, the last rows are the test set and those before them the validation set', async (t) => {
  const split = { by: 'date', order: 'time', validation: 0.2 } as const;
  const { train, validation, test: testSet } = await load({ split, testShare: 0.1 });
  t.deepEqual([train.size, validation!.size, testSet.size], [70, 20, 10]);
  const [last, first] = [namesOf(train, 'date').sort().at(-1)!, namesOf(validation!, 'date').sort()[0]!];
  t.true(last < first);
  t.true(namesOf(validation!, 'date').sort().at(-1)! < namesOf(testSet, 'date').sort()[0]!);
});

test('no group is on both sides', async (t) => {
  const {
    train,
    validation,
    test: testSet,
  } = await load({ split: { by: 'patient', validation: 0.15 }, testShare: 0.3 });
  const groups = [train, validation!, testSet].map((part) => new Set(namesOf(part, 'patient')));
  t.deepEqual(
    groups.map(({ size }) => size),
    [5, 2, 3],
  );
  t.is(new Set(groups.flatMap((group) => [...group])).size, 10);
});

test('rows keep their text, and their places in the file', async (t) => {
  const { test: testSet } = await load();
  const { text: own, rows: below } = testSet.table!.source;
  const [first = ''] = namesOf(testSet, 'id');
  t.is(
    own,
    ['id,date,patient,x', ...namesOf(testSet, 'id').map((id) => rows[Number(id.slice(1))]), ''].join('\n'),
  );
  t.is(below.length, 10);
  t.regex(testSet.table!.cells('x')[0]!.place, new RegExp(`row ${Number(first.slice(1)) + 1} `));
});

const refused: Record<
  string,
  [options: LoadOptions, files: Record<string, string> | undefined, message: RegExp]
> = {
  'a missing column': [
    { split: { by: 'pateint' } },
    undefined,
    /^data\.csv has no column "pateint", which data\.split names\.$/,
  ],
  'an order without a column': [{ split: { order: 'time' } }, undefined, /^data\.split has the order time/],
  'a column that is no time': [
    { split: { by: 'patient', order: 'time' } },
    undefined,
    /column "patient" is "p0"/,
  ],
  'one group': [
    { split: { by: 'x' } },
    { '/data/data.csv': 'x,y\n1,2\n1,3\n' },
    /only 1 groups of "x": too few/,
  ],
  'a rule beside a test set': [
    { testShare: 0.2 },
    { '/data/train.csv': text, '/data/test.csv': text },
    /^\/data has a test set of its own, and data\.testShare is given\.$/,
  ],
};

for (const [what, [options, files, message]] of Object.entries(refused)) {
  test(`throws an error with a hint: ${what}`, async (t) => {
    const error = await t.throwsAsync(load({ columns: {}, ...options }, files), {
      instanceOf: HelmholtzError,
      message,
    });
    t.truthy(error.hint);
  });
}

test('the hint for a missing column is the nearest name', async (t) => {
  const error = await t.throwsAsync<HelmholtzError>(load({ split: { by: 'pateint' } }));
  t.regex(error.hint!, /patient/);
});
