import test from 'ava';

import { closeName, nearest } from './nearest.js';

const names = ['standardNormal', 'normal', 'laplace'];
const list = 'Valid names: standardNormal, normal, laplace.';

for (const [given, expected] of [
  ['standartNormal', 'standardNormal'],
  ['STANDARDNORMAL', 'standardNormal'],
  ['norml', 'normal'],
  ['laplas', 'laplace'],
  ['standard-normal', 'standardNormal'],
  ['Standard_Normal', 'standardNormal'],
  ['lapl', 'laplace'],
]) {
  test(`"${given}" is near "${expected}"`, (t) => {
    t.is(nearest(given!, names), `Did you mean "${expected}"? ${list}`);
  });
}

for (const given of ['studentT', '', 'x']) {
  test(`"${given}" is near nothing`, (t) => {
    t.is(nearest(given, names), list);
  });
}

test('the hint for a long list has the nearest name and the command that lists all', (t) => {
  const many = Array.from({ length: 100 }, (_, index) => `layer${index}`);
  t.is(nearest('leyer55', many), 'Did you mean "layer55"? See `helmholtz list` for all of them.');
  t.is(nearest('convolution', many), 'See `helmholtz list` for all of them.');
});

test('the hint for an empty list reports that no names are available', (t) => {
  t.is(nearest('anything', []), 'None are available here.');
});

const own = [
  'dense',
  'conv2d',
  'batchNormalization',
  'activation',
  'normal',
  'bernoulli',
  'elbo',
  'learningRate',
];
for (const [given, expected] of [
  ['Linear', 'dense'],
  ['nn.Linear', undefined],
  ['Dense', 'dense'],
  ['Conv2D', 'conv2d'],
  ['batch_norm', 'batchNormalization'],
  ['BatchNorm2d', 'batchNormalization'],
  ['GELU', 'activation'],
  ['Gaussian', 'normal'],
  ['BCE', 'bernoulli'],
  ['kl_divergence', 'elbo'],
  ['LR', 'learningRate'],
  ['toString', undefined],
]) {
  test(`the name "${given}" of elsewhere is ${expected === undefined ? 'unknown' : `"${expected}" here`}`, (t) => {
    t.is(closeName(given!, own), expected);
  });
}

test('closeName returns undefined for the name of another framework without a valid counterpart', (t) => {
  t.is(closeName('Gaussian', ['poisson', 'bernoulli']), undefined);
});
