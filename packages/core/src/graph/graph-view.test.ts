import { type Tensor, add, grad, oneHot, sum as total, tensor, tensor1d, tile } from '@tensorflow/tfjs-core';
import { meanOf, varianceOf } from '@helmholtz/distributions';
import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { tinyLabelled } from '../testing/tiny-labelled.js';
import { drawNoise } from '../training/noise-tensors.js';
import { logLikelihood } from './log-densities.js';
import { viewOfTerms } from './model-view.js';
import type { ModelTerms } from './terms.js';

const x = tensor([
  [0, 1, 1, 0],
  [1, 0, 0.5, 1],
]);

const labels = (...classes: number[]): Tensor => oneHot(tensor1d(classes, 'int32'), 3, 1, 0, 'float32');

function numbers({ latents, observed }: ModelTerms): number[][] {
  const tensors = [
    ...latents.flatMap(({ value, posterior }) => [value!, meanOf(posterior!), varianceOf(posterior!)]),
    ...observed.flatMap((term) => [meanOf(term.likelihood), term.value, logLikelihood(term)]),
  ];
  return tensors.map((value) => [...value.shape, ...value.dataSync()]);
}

for (const samples of [undefined, 3]) {
  const named = samples === undefined ? 'one draw' : `${samples} samples`;

  test(`terms with another value of an input equal the terms of a batch with that value: ${named}`, (t) => {
    const { model } = tinyLabelled(1);
    const noise = drawNoise(model.noise, 2 * (samples ?? 1), 0, ['noise']);
    const view = model.view({ inputs: [x, labels(0, 2)], noise }, { samples });
    for (const classes of [
      [0, 2],
      [1, 1],
      [2, 0],
    ] as const) {
      const fed = labels(...classes);
      t.deepEqual(numbers(view.terms({ label: fed })), numbers(model.terms([x, fed], noise, { samples })));
    }
    t.deepEqual(numbers(view.terms()), numbers(model.terms([x, labels(0, 2)], noise, { samples })));
    const other = tile(tensor([[1, 1, 0, 0]]), [2, 1]);
    t.deepEqual(
      numbers(view.terms({ x: other, label: labels(1, 0) })),
      numbers(model.terms([other, labels(1, 0)], noise, { samples })),
    );
  });
}

test('runs layers that do not depend on the changed input once', (t) => {
  const { model, counted } = tinyLabelled();
  const noise = drawNoise(model.noise, 2, 0, ['noise']);
  const [before, beforeLabel] = [counted.x.runs, counted.label.runs];
  const view = model.view({ inputs: [x, undefined], noise });
  for (let label = 0; label < 3; label++) view.terms({ label: labels(label, label) });
  t.is(counted.x.runs - before, 1);
  t.is(counted.label.runs - beforeLabel, 3);
  const whole = model.view({ inputs: [x, labels(0, 1)], noise });
  t.is(whole.terms(), whole.terms());
  t.is(counted.x.runs - before, 2);
});

test('gradients reach the weights through shared and unshared values', (t) => {
  const { model } = tinyLabelled(2);
  const noise = drawNoise(model.noise, 2, 0, ['noise']);
  const sum = (terms: ModelTerms): Tensor => total(logLikelihood(terms.observed[0]!));
  const shared = grad((values: Tensor) => {
    const view = model.view({ inputs: [values, undefined], noise });
    return add(sum(view.terms({ label: labels(0, 1) })), sum(view.terms({ label: labels(2, 2) })));
  })(x);
  const apart = grad((values: Tensor) =>
    add(sum(model.terms([values, labels(0, 1)], noise)), sum(model.terms([values, labels(2, 2)], noise))),
  )(x);
  shared.dataSync().forEach((value, index) => {
    t.true(Math.abs(value - apart.dataSync()[index]!) < 1e-5, `${value}, ${apart.dataSync()[index]}`);
  });
});

test('pathwise terms with another value of an input have a path', (t) => {
  const { model } = tinyLabelled(1);
  const noise = drawNoise(model.noise, 6, 0, ['noise']);
  const options = { samples: 3, pathwise: true };
  const view = model.view({ inputs: [x, undefined], noise }, options);
  const terms = view.terms({ label: labels(1, 2) });
  t.truthy(terms.path);
  t.deepEqual(numbers(terms), numbers(model.terms([x, labels(1, 2)], noise, options)));
});

test('an input without values, an unknown one and one of another shape are errors', (t) => {
  const { model } = tinyLabelled();
  const noise = drawNoise(model.noise, 2, 0, ['noise']);
  const view = model.view({ inputs: [x, undefined], noise });
  const message = (work: () => unknown): string | undefined =>
    t.throws(work, { instanceOf: HelmholtzError }).message;
  t.is(
    message(() => view.terms()),
    'The batch has no values for the input "label".',
  );
  t.is(
    message(() => view.terms({ lable: labels(0, 0) })),
    'The model has no data input "lable".',
  );
  t.is(
    message(() => view.terms({ label: labels(0, 0, 0) })),
    '"label" was given a tensor of shape [3, 3].',
  );
});

test('a view has the values of the data inputs', (t) => {
  const { model } = tinyLabelled(1);
  const noise = drawNoise(model.noise, 2, 0, ['noise']);
  const view = model.view({ inputs: [x, undefined], noise });
  t.is(view.input('x'), x);
  t.throws(() => view.input('label'), { message: 'The batch has no values for the input "label".' });
  t.throws(() => view.input('lable'), { message: 'The model has no data input "lable".' });
  t.is(viewOfTerms({ latents: [], observed: [] }, { inputs: { x } }).input('x'), x);
});

test('a view of terms gives these, and can compute no others', (t) => {
  const terms = { latents: [], observed: [] };
  t.is(viewOfTerms(terms).terms(), terms);
  t.throws(() => viewOfTerms(terms).terms({ label: x }), { instanceOf: HelmholtzError });
});
