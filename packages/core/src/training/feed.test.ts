import { type SymbolicTensor, input, layers, model } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { LatentVariableModel } from '../graph/model.js';
import { Likelihood } from '../testing/role-layers.js';
import '@helmholtz/testing/cpu-backend';
import { patterns, rowsOf, tinyModel } from '../testing/tiny-model.js';
import { objective, run } from '../testing/tiny-training.js';
import { BatchReader } from './batches.js';
import { checkData } from './check-data.js';
import type { DataVariable, JointDataset } from './dataset.js';
import { evaluate } from './evaluate.js';
import { arrayInput, feedOf } from './feed.js';
import { holdOut } from './hold-out.js';

/** log p(x given label), of two elements each: a dense layer of the label, without a latent. */
function conditional(): LatentVariableModel {
  const x = input({ shape: [2], name: 'x' });
  const label = input({ shape: [3], name: 'label' });
  const logits = layers.dense({ units: 2, name: 'logits' }).apply(label) as SymbolicTensor;
  const head = new Likelihood('x', 'bernoulli').apply(logits) as SymbolicTensor;
  return new LatentVariableModel(model({ inputs: [x, label], outputs: [head] }));
}

const labels = [0, 1, 2, 0, 1, 2];
/** Each label has a pattern of its own. */
const images = rowsOf(labels.map((label) => [label === 0 ? 1 : 0, label === 2 ? 1 : 0]));
const oneHot = rowsOf(labels.map((label) => [0, 1, 2].map((kind) => (kind === label ? 1 : 0))));
const joint = (variables: Record<string, DataVariable>): JointDataset => ({
  name: 'labelled',
  size: 6,
  variables,
});

test('variables are found by the names of the inputs, in whatever order', (t) => {
  const { variables } = feedOf(conditional(), joint({ label: oneHot, unused: rowsOf([[1]]), x: images }));
  t.deepEqual(
    variables.map(({ name, variable }) => [name, variable]),
    [
      ['x', images],
      ['label', oneHot],
    ],
  );
});

test('a variable beside the array feeds the input of its name, the array the one that is left', (t) => {
  const fed = (data: Parameters<typeof feedOf>[1]) =>
    feedOf(conditional(), data).variables.map(({ name, variable }) => [name, variable] as const);
  const unused = rowsOf([[1]]);
  const beside = { ...images, others: { label: oneHot, unused } };
  t.deepEqual(fed(beside), [
    ['x', beside],
    ['label', oneHot],
  ]);
  t.is(arrayInput(conditional(), beside)?.name, 'x');
  const other = { ...oneHot, others: { x: images } };
  t.deepEqual(fed(other), [
    ['x', images],
    ['label', other],
  ]);
  t.is(arrayInput(conditional(), other)?.name, 'label');
  t.is(arrayInput(conditional(), joint({ label: oneHot, x: images })), undefined);
});

test('variables beside the array are held out with it', (t) => {
  const { validation } = holdOut({ ...images, others: { label: oneHot } }, 3, 0);
  const [x, label] = new BatchReader(conditional(), validation!, 3, 0).ordered('evaluation').next().value!
    .inputs;
  for (let row = 0; row < 3; row++) {
    const kind = label!.values.subarray(3 * row, 3 * row + 3).indexOf(1);
    t.deepEqual(Array.from(x!.values.subarray(2 * row, 2 * row + 2)), [
      kind === 0 ? 1 : 0,
      kind === 2 ? 1 : 0,
    ]);
  }
});

test('a batch holds the same examples of each', (t) => {
  const [first] = new BatchReader(conditional(), joint({ label: oneHot, x: images }), 4, 0).shuffled(
    'epoch',
    1,
  );
  const [x, label] = first!.inputs;
  t.deepEqual(
    [x!.shape, label!.shape],
    [
      [4, 2],
      [4, 3],
    ],
  );
  Array.from(first!.indices).forEach((example, row) => {
    const kind = labels[example]!;
    t.is(label!.values[3 * row + kind], 1);
    t.deepEqual(Array.from(x!.values.subarray(2 * row, 2 * row + 2)), [
      kind === 0 ? 1 : 0,
      kind === 2 ? 1 : 0,
    ]);
  });
});

test('variables that are drawn anew at a read draw from streams of their own', (t) => {
  const drawn = (): DataVariable => ({
    shape: [2],
    read: (_indices, out, random) => out.forEach((_, index) => (out[index] = random.next())),
  });
  const data = joint({ x: drawn(), label: { ...drawn(), shape: [3] } });
  const [batch] = new BatchReader(conditional(), data, 6, 0).ordered('evaluation');
  t.is(new Set(batch!.inputs.flatMap(({ values }) => Array.from(values))).size, 6 * 5);
});

test('a model of two inputs learns from them', async (t) => {
  const { history } = await run(conditional(), {
    data: joint({ label: oneHot, x: images }),
    objective,
    batchSize: 6,
    epochs: 200,
  });
  const nelbos = history.map(({ train }) => train['nelbo']!);
  t.true(nelbos.at(-1)! < 0.5 * nelbos[0]!, 'x follows from the label');
});

test('one variable by its name is the same as alone', async (t) => {
  const data = patterns(10);
  const options = { objective, batchSize: 4, seed: 0 };
  const named = { name: 'rows', size: 10, variables: { x: data } };
  t.deepEqual(
    await evaluate(tinyModel(), { ...options, data: named }),
    await evaluate(tinyModel(), { ...options, data }),
  );
});

const refused: Record<string, { data: Parameters<typeof checkData>[1]; message: string; hint: RegExp }> = {
  'one array for two inputs': {
    data: images,
    message: "rows gives one array, but the model's data inputs are: x, label.",
    hint: /^Give each input a variable of its name/,
  },
  'a variable that neither the array nor those beside it give': {
    data: { ...images, others: { depth: oneHot } },
    message: "rows gives one array beside depth, but the model's data inputs are: x, label.",
    hint: /train-<input>\.npy/,
  },
  'a variable that is missing': {
    data: joint({ x: images, labels: oneHot }),
    message: "labelled has no variable for the model's data inputs: label.",
    hint: /^Its variables are: x, labels\./,
  },
  'a variable of another shape': {
    data: joint({ x: images, label: images }),
    message: 'The variable "label" of labelled has examples of shape [2].',
    hint: /^The model's input "label" takes \[3\]/,
  },
  'a value outside the support of the observed variable': {
    data: joint({ x: rowsOf(labels.map((label) => [label, 0])), label: oneHot }),
    message: 'The variable "x" of labelled: example 2 has the value 2 at element 0.',
    hint: /^The likelihood takes numbers from 0 to 1/,
  },
  'NaN in an input that the model is conditioned on': {
    data: joint({ x: images, label: rowsOf(labels.map((label) => [0, label === 2 ? NaN : 7, 0])) }),
    message: 'The variable "label" of labelled: example 2 has the value NaN at element 1.',
    hint: /the input "label" takes any finite number/,
  },
};

for (const [what, { data, message, hint }] of Object.entries(refused)) {
  test(`throws a data error with a hint: ${what}`, (t) => {
    const error = t.throws(() => checkData(conditional(), data), { instanceOf: HelmholtzError });
    t.is(error.message, message);
    t.regex(error.hint!, hint);
    t.is(error.kind, 'data');
  });
}
