import { HelmholtzError, memoryFiles } from '@helmholtz/base';
import { decodedMeans, priorDraws } from '@helmholtz/core';
import { arrayDataset, encodeNpy, fitArray, type FittedArray } from '@helmholtz/datasets';
import { assemble, type SpecInput } from '@helmholtz/recipes';
import test, { type ExecutionContext } from 'ava';

import '@helmholtz/testing/cpu-backend';
import { sample } from '../generating/sample.js';
import { reconstruct } from '../generating/reconstruct.js';
import type { TrainedRun } from '../run/trained-run.js';
import { conditionsAt, conditionsNote } from './conditions.js';
import { givenGrid, type GivenOptions } from './given-grid.js';

const spec: SpecInput = {
  recipe: 'composed',
  observed: { name: 'x', shape: [2], given: ['z', 'age', 'label', 'pose'] },
  inputs: [
    { name: 'age', shape: [1] },
    { name: 'label', shape: [3] },
    { name: 'pose', shape: [2] },
  ],
  latents: [{ name: 'z', size: 2, posterior: { given: ['x'] } }],
  networks: { recognition_z: [], generative_x: [] },
  likelihood: { name: 'normal', scale: 1 },
  seed: 3,
};

const ages = arrayDataset({ name: 'age', shape: [1], data: [[30], [50], [40], [20]] });
const poses = arrayDataset({
  name: 'pose',
  shape: [2],
  data: [
    [0, 1],
    [1, 0],
    [1, 1],
    [0, 0],
  ],
});

/** Ages that were standardized to (age - 40) / 10. */
const age: FittedArray = { ...fitted([1], [30, 50, 40, 20]), center: [40], scale: [10] };

function fitted(shape: number[], values: number[]): FittedArray {
  const own = fitArray(arrayDataset({ name: 'own', shape, data: values.map((value) => [value]) }));
  return own;
}

const rows = {
  ...arrayDataset({
    name: 'rows',
    shape: [2],
    data: [
      [0.5, 1],
      [1, 2],
      [0, 1],
      [2, 2],
    ],
    labels: [0, 1, 2, 0],
    classNames: ['setosa', 'virginica', '7'],
  }),
  fitted: { ...fitted([1], [1, 2]), shape: [2], others: { age } },
  others: {
    age: {
      ...ages,
      read: (indices: ArrayLike<number>, out: Float32Array, random: { next(): number }) => {
        ages.read(indices, out, random);
        out.forEach((value, at) => (out[at] = (value - 40) / 10));
      },
    },
    pose: poses,
  },
};
const run: TrainedRun = { ...assemble(spec), train: rows, test: rows };

const grid = (options: GivenOptions) => givenGrid(run, options);

async function refused(t: ExecutionContext, options: GivenOptions): Promise<HelmholtzError> {
  return t.throwsAsync(grid(options), { instanceOf: HelmholtzError });
}

test('values are given in the units of the data: years, not deviations', async (t) => {
  const { examples, used } = conditionsAt(run, await grid({ given: { age: 60, label: 1 } }), { count: 2 });
  t.deepEqual([...examples.get('age')!.values], [2, 2]);
  t.deepEqual([...examples.get('label')!.values], [0, 1, 0, 0, 1, 0]);
  t.deepEqual([...used[0]!.values.values], [60, 60]);
  t.deepEqual(used[1]!.texts, ['virginica', 'virginica']);
});

test('several values of several inputs are combined, the last one fastest', async (t) => {
  const given = { age: '20:40:10', label: 'virginica,setosa' };
  const { size, columns } = await grid({ given });
  t.is(size, 6);
  const flat = (name: string) => columns.get(name)!.flatMap((each) => [...each]);
  t.deepEqual(flat('age'), [20, 20, 30, 30, 40, 40]);
  t.deepEqual(flat('label'), [1, 0, 1, 0, 1, 0]);
  const { conditions, examples } = await sample(run, { given });
  t.is(examples.count, 96, 'the largest multiple of 6 up to 100');
  t.deepEqual(conditions[0]!.texts.slice(0, 7), ['20', '20', '30', '30', '40', '40', '20']);
});

test('a class is given by its name before its number', async (t) => {
  const index = async (label: number | string) => (await grid({ label })).columns.get('label')![0]![0];
  t.deepEqual(
    await Promise.all(['setosa', 'virginica', '7', '1', 0].map((label) => index(label))),
    [0, 1, 2, 1, 0],
  );
  const { hint } = await refused(t, { label: 'virginca' });
  t.regex(hint!, /Did you mean "virginica"/);
  t.is((await refused(t, { label: 3 })).message, 'There is no label 3.');
});

test('the note names the source of each condition that was not given', async (t) => {
  const { used } = conditionsAt(run, await grid({ given: { pose: [1, 0] } }), { count: 3 });
  t.is(
    conditionsNote(used),
    'conditions: age 30, 50, 40 (the first test examples); label setosa, virginica, 7 (each class in turn); pose 1 0',
  );
});

test('files give a value for each example, and go together row by row', async (t) => {
  const files = memoryFiles();
  await files.writeAtomic('age.csv', 'id,age\na,20\nb,60\n');
  await files.writeAtomic('pose.npy', encodeNpy({ shape: [2, 2], data: Float32Array.of(1, 0, 0, 1) }));
  await files.writeAtomic('wrong.csv', 'age\n20\nold\n');
  await files.writeAtomic('long.npy', encodeNpy({ shape: [3, 2], data: new Float32Array(6) }));
  const { columns, size } = await grid({ given: { age: '@age.csv', pose: '@pose.npy' }, files });
  t.is(size, 2);
  t.deepEqual(
    columns.get('age')!.map(([value]) => value),
    [20, 60],
  );
  t.deepEqual(
    columns.get('pose')!.map((each) => [...each]),
    [
      [1, 0],
      [0, 1],
    ],
  );
  const wrong = await refused(t, { given: { age: '@wrong.csv' }, files });
  t.is(wrong.message, 'wrong.csv, row 2 (line 3), column "age": The input "age" was given "old".');
  t.regex((await refused(t, { given: { age: '@none.npy' }, files })).message, /no file none\.npy/);
  const long = await refused(t, { given: { age: '@age.csv', pose: '@long.npy' }, files });
  t.is(long.message, 'The files of "age" and "pose" have 2 and 3 values.');
});

test('throws an error that names the input and the values that it takes', async (t) => {
  for (const [given, message, hint] of [
    [{ agee: 1 }, /no input "agee"/, /Did you mean "age"/],
    [{ x: 1 }, /"x" is generated by the model/, /Only conditions/],
    [{ z: 1 }, /"z" is a latent/, /Only conditions/],
    [{ age: NaN }, /was given NaN/, /finite/],
    [{ age: 1e39 }, /was given 1e\+39/, /finite/],
    [{ age: [] }, /was given nothing/, /Give a number/],
    [{ age: '1:2' }, /was given "1:2"/, /0:1:0\.25/],
    [{ age: '1:2:-1' }, /was given "1:2:-1"/, /0:1:0\.25/],
    [{ pose: 1 }, /"pose" was given 1 number\./, /It takes 2 numbers/],
    [{ pose: '1,2,3' }, /"pose" was given 3 numbers\./, /It takes 2 numbers/],
  ] as const) {
    const error = await refused(t, { given });
    t.regex(error.message, message);
    t.regex(error.hint!, hint);
  }
});

test('a value far from the training data is warned of', async (t) => {
  const lines: string[] = [];
  const onWarning = (line: string): void => void lines.push(line);
  await grid({ given: { age: 55 }, onWarning });
  t.deepEqual(lines, []);
  await grid({ given: { age: [30, 400] }, onWarning });
  t.regex(lines[0]!, /^The input "age" was given 400, far from the training data \(20 to 50\)/);
});

test('draws and reconstructions are decoded at the given values', async (t) => {
  const given = { age: 60, label: 'setosa', pose: [0, 1] };
  const { conditions, examples } = await sample(run, { given, count: 3, pixels: 'means', seed: 5 });
  t.true(conditions.every(({ source }) => source === 'given'));
  const at = (values: number[], shape: number[]) => {
    const all = Float32Array.from(
      { length: 3 * values.length },
      (_, index) => values[index % values.length]!,
    );
    return { count: 3, shape, values: all };
  };
  const inputs = new Map([
    ['age', at([2], [1])],
    ['label', at([1, 0, 0], [3])],
    ['pose', at([0, 1], [2])],
  ]);
  const codes = await priorDraws(run.model, 3, 5, inputs);
  t.deepEqual(examples.values, (await decodedMeans(run.model, codes, inputs)).get('x')!.values);
  // The decoder is linear, so that ten years change each reconstruction by the same amount.
  const at50 = await reconstruct(run, { indices: [0, 1], draws: 0, given: { age: 50 }, seed: undefined });
  const at40 = await reconstruct(run, { indices: [0, 1], draws: 0, given: { age: 40 } });
  const own = await reconstruct(run, { indices: [0, 1], draws: 0 });
  const change = at50.mean.values.map((value, index) => value - at40.mean.values[index]!);
  t.true(Math.abs(change[0]! - change[2]!) < 1e-6 && Math.abs(change[0]!) > 1e-3);
  // Example 1 is 50 years old, example 0 is 30.
  t.true(Math.abs(own.mean.values[2]! - at50.mean.values[2]!) < 1e-6);
  t.true(Math.abs(own.mean.values[0]! - (at40.mean.values[0]! - change[0]!)) < 1e-6);
});
