import { type Scalar, tensor, tensor2d, tidy, type Variable, variableGrads } from '@tensorflow/tfjs-core';
import test from 'ava';

import { HelmholtzError, itemAt } from '@helmholtz/base';
import { analyticKl, logLikelihood } from '../graph/log-densities.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { ViewedBatch } from '../graph/graph-view.js';
import { isVariational } from '../graph/terms.js';
import { tinyClassified } from '../testing/tiny-classifier.js';
import '@helmholtz/testing/cpu-backend';
import { type SemiSupervisedVaeOptions, semiSupervisedVae } from './semi-supervised-vae.js';

const context = { training: true, coefficients: {} };

const x = [
  [1, 0, 1, 1],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
];
const noise = [
  [0.5, -1],
  [0.2, 0.7],
  [-1.3, 0.1],
];
const oneHot = (label: number): number[] => [0, 1, 2].map((each) => (each === label ? 1 : 0));
/** The second example has no label. */
const labels = [2, -1, 0];

const batch = (classes = labels, rows = [0, 1, 2]): ViewedBatch => ({
  inputs: [tensor2d(rows.map((row) => x[row]!)), tensor2d(rows.map((row) => oneHot(classes[row]!)))],
  noise: [tensor2d(rows.map((row) => noise[row]!))],
});

/** The loss and the metrics as numbers. */
function numbers(
  model: LatentVariableModel,
  viewed: ViewedBatch,
  options?: SemiSupervisedVaeOptions,
): Record<string, number> {
  const [phase] = semiSupervisedVae(options).phases;
  const { loss, metrics } = phase!.evaluate(model.view(viewed), context);
  return Object.fromEntries(
    Object.entries({ loss, ...metrics }).map(([name, value]) => [name, value.dataSync()[0]!]),
  );
}

/** Of one example, the bound given each label, and the probabilities of the classifier, by hand. */
function byHand(model: LatentVariableModel, row: number) {
  const given = [0, 1, 2].map((label) => {
    const inputs = [tensor2d([x[row]!]), tensor2d([oneHot(label)])];
    const { latents, observed } = model.terms(inputs, [tensor2d([noise[row]!])]);
    const kl = analyticKl(latents.find(isVariational)!).dataSync()[0]!;
    const logLik = logLikelihood(itemAt(observed, 0)).dataSync()[0]!;
    return { kl, logLik, bound: logLik - kl - Math.log(3) };
  });
  const logits = itemAt(model.networks, 0)
    .apply(tensor2d([x[row]!]), false)
    .dataSync();
  const total = [...logits].reduce((sum, logit) => sum + Math.exp(logit), 0);
  const probs = [...logits].map((logit) => Math.exp(logit) / total);
  const summed = probs.reduce((sum, q, label) => sum + q * (given[label]!.bound - Math.log(q)), 0);
  return { given, probs, summed };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const near = (value: number | undefined, expected: number, within = 1e-5): boolean =>
  Math.abs((value ?? NaN) - expected) < within * Math.max(1, Math.abs(expected));

test('missing labels are summed out, as by enumeration by hand', (t) => {
  const model = tinyClassified(1);
  const found = numbers(model, batch(), { alpha: 7 });
  const [first, second, third] = [0, 1, 2].map((row) => byHand(model, row));
  const nelbo = -mean([first!.given[2]!.bound, second!.summed, third!.given[0]!.bound]);
  const classificationLoss = -mean([Math.log(first!.probs[2]!), 0, Math.log(third!.probs[0]!)]);
  t.true(near(found['nelbo'], nelbo), `${found['nelbo']} ${nelbo}`);
  t.true(near(found['classificationLoss'], classificationLoss));
  t.true(near(found['loss'], nelbo + 7 * classificationLoss));
  t.true(near(found['unlabelledNelbo'], -mean([first!.summed, second!.summed, third!.summed])));
  const ofZ = [
    first!.given[2]!.kl,
    mean(second!.probs.map((q, k) => 3 * q * second!.given[k]!.kl)),
    third!.given[0]!.kl,
  ];
  t.true(near(found['kl/z'], mean(ofZ)));
  const entropy = second!.probs.reduce((sum, q) => sum - q * Math.log(q), 0);
  t.true(near(found['kl/label'], Math.log(3) - entropy / 3), 'KL of the label from a uniform prior');
  t.true(near(found['kl']! - found['expectedLogLikelihood']!, nelbo));
});

test('with all labels, it is the labelled bound', (t) => {
  const model = tinyClassified(2);
  const known = [2, 1, 0];
  const found = numbers(model, batch(known), { alpha: 0 });
  const expected = -mean(known.map((label, row) => byHand(model, row).given[label]!.bound));
  t.true(near(found['loss'], expected));
  t.is(found['loss'], found['nelbo']);
});

test('parts of labelled and unlabelled examples are one batch of them', (t) => {
  const model = tinyClassified(3);
  const whole = numbers(model, batch(), { alpha: 3 });
  const parts = { labelled: batch(labels, [0, 2]), unlabelled: batch([9, 1, 9], [1]) };
  const apart = numbers(model, { inputs: [], noise: [], parts }, { alpha: 3 });
  for (const name of [
    'loss',
    'nelbo',
    'classificationLoss',
    'kl',
    'kl/label',
    'kl/z',
    'expectedLogLikelihood/x',
  ])
    t.true(near(apart[name], whole[name]!), name);
  t.true(near(apart['unlabelledNelbo'], -byHand(model, 1).summed), 'of the unlabelled part');
  const without = { ...parts.unlabelled, inputs: [itemAt(parts.unlabelled.inputs, 0), undefined] };
  const lacking = numbers(
    model,
    { inputs: [], noise: [], parts: { ...parts, unlabelled: without } },
    { alpha: 3 },
  );
  t.deepEqual(lacking, apart, 'the labels of the part unlabelled are not read');
});

test('a missing value of x is read as 0 by the classifier', (t) => {
  const model = tinyClassified(4);
  const [loss] = [numbers(model, batch())['classificationLoss']!];
  const holes = x.map((row) => row.map((value) => (value === 0 ? NaN : value)));
  const found = numbers(model, { ...batch(), inputs: [tensor2d(holes), itemAt(batch().inputs, 1)] });
  t.is(found['classificationLoss'], loss);
});

test('gradients agree with finite differences', (t) => {
  const model = tinyClassified(5);
  const [phase] = semiSupervisedVae({ alpha: 2 }).phases;
  const loss = (): Scalar => phase!.evaluate(model.view(batch()), context).loss;
  const { grads } = variableGrads(loss);
  const step = 1e-2;
  for (const [name, weight] of model.weights) {
    const variable = weight.read() as Variable;
    const values = [...variable.dataSync()];
    const gradient = grads[variable.name]!.dataSync();
    for (const index of [0, values.length - 1]) {
      const at = (change: number): number =>
        tidy(() => {
          variable.assign(
            tensor(
              values.map((v, i) => (i === index ? v + change : v)),
              variable.shape,
            ),
          );
          return loss();
        }).dataSync()[0]!;
      const difference = (at(step) - at(-step)) / (2 * step);
      variable.assign(tensor(values, variable.shape));
      t.true(Math.abs(gradient[index]! - difference) < 2e-3, `${name}: ${gradient[index]} ${difference}`);
    }
  }
});

test('throws an error that gives the number of classes or the shape of labels that it cannot sum over', (t) => {
  const check = (shape: readonly number[], name = 'label') =>
    semiSupervisedVae().check!([], [{ name, shape, slot: 0 }]);
  t.deepEqual(check([10]), []);
  const refused = { instanceOf: HelmholtzError };
  t.regex(t.throws(() => check([201]), refused).message, /each of the 201 classes .* 200 are the most/);
  t.regex(t.throws(() => check([1]), refused).message, /has the shape \[1\]/);
  t.regex(t.throws(() => check([2, 3]), refused).message, /has the shape \[2, 3\]/);
  t.regex(t.throws(() => check([3], 'class'), refused).message, /"label", which the model lacks/);
});
