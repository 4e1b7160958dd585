import { HelmholtzError } from '@helmholtz/base';
import { chooseConditions, conditionsOf, type Dataset, readInputs, type SpecInput } from '@helmholtz/core';
import test from 'ava';

import { buildModel } from './testing/any-names.js';
import '@helmholtz/testing/cpu-backend';
import { ByHand, bernoulliLogProb, drawn, normalKl, standardNormal } from './testing/by-hand.js';
import { metricsOf } from './testing/terms.js';

const dense = (units: number) => [{ layer: 'dense', units, activation: 'tanh' }];

const spec: SpecInput = {
  recipe: 'cvae',
  observed: { shape: [4] },
  inputs: [{ name: 'label', shape: [3] }],
  latents: [{ name: 'z', size: 2 }],
  networks: { recognition: dense(5), generative: dense(5) },
};

const data: Dataset = {
  name: 'classed',
  size: 3,
  shape: [4],
  labels: [2, 0, 1],
  read: (indices, out) =>
    Array.from(indices).forEach((index, row) => out.fill(index / 4, 4 * row, 4 * row + 4)),
};

test('posterior and likelihood are given the label', async (t) => {
  const model = buildModel(spec);
  const by = await ByHand.create(model);
  const [x, label, noise] = [
    [1, 0, 1, 1],
    [0, 1, 0],
    [0.5, -1],
  ];
  const features = by.dense('recognition/recognition_1', [...x, ...label], Math.tanh);
  const q = { loc: by.dense('z_loc', features), logVariance: by.dense('z_log_variance', features) };
  const hidden = by.dense('generative/generative_1', [...drawn(q, noise), ...label], Math.tanh);
  const metrics = metricsOf(model, { x: x, label: label }, { z_noise: noise });
  t.true(Math.abs(metrics['kl/z']! - normalKl(q, standardNormal(2))) < 1e-5);
  const expected = bernoulliLogProb(x, by.dense('generative/generative_output', hidden));
  t.true(Math.abs(metrics['expectedLogLikelihood']! - expected) < 1e-4);
});

test('the label is fed with the classes of the examples, one-hot', (t) => {
  const inputs = readInputs(buildModel(spec), data, [0, 2]);
  t.deepEqual(Array.from(inputs.get('label')!.values), [0, 0, 1, 0, 1, 0]);
  t.deepEqual(Array.from(inputs.get('x')!.values), [0, 0, 0, 0, 0.5, 0.5, 0.5, 0.5]);
});

test('throws an error that names the input for classes that do not fit, and for data without classes', (t) => {
  const model = buildModel({ ...spec, inputs: [{ name: 'label', shape: [2] }] });
  const error = t.throws(() => readInputs(model, data, [0]), { instanceOf: HelmholtzError });
  t.is(error.message, 'classed has the class 2, and the input "label" 2 elements.');
  t.is(error.hint, 'Its shape is one element for each class: [3].');
  const { hint } = t.throws(() => readInputs(model, { ...data, labels: undefined }, [0]), {
    instanceOf: HelmholtzError,
  });
  t.regex(hint!, /It has no classes for an input named "label"/);
});

test('draws have the chosen class, or each class in turn', (t) => {
  const model = buildModel(spec);
  t.deepEqual(
    conditionsOf(model).map(({ name }) => name),
    ['label'],
  );
  const labels = (count: number, label?: number) =>
    Array.from(chooseConditions(model, data, count, { label }).get('label')!.values);
  t.deepEqual(labels(2, 1), [0, 1, 0, 0, 1, 0]);
  t.deepEqual(labels(4), [1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0]);
  const wrong = t.throws(() => labels(1, 3), { instanceOf: HelmholtzError, message: 'There is no label 3.' });
  t.is(wrong.hint, "The model's labels are 0 to 2.");
  const plain = buildModel({ ...spec, recipe: 'vae', inputs: undefined });
  t.is(chooseConditions(plain, data, 5).size, 0);
  t.throws(() => chooseConditions(plain, data, 1, { label: 7 }), {
    message: 'The label 7 was chosen for a model that takes none.',
  });
});
