import { HelmholtzError } from '@helmholtz/base';
import { meanOf, Normal, varianceOf } from '@helmholtz/distributions';
import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import { input } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { klDivergenceLayer } from './kl-divergence-layer.js';
import '@helmholtz/testing/cpu-backend';
import { call, callForSeveral, numbers } from './testing/symbolic.js';

const pair = () => [input({ shape: [2] }), input({ shape: [2] })];

test('passes the parameters of the posterior through unchanged', (t) => {
  const parameters = [tensor([[1, 2]]), tensor([[-3, 0]])];
  const [loc, logVariance] = klDivergenceLayer().apply(parameters) as Tensor[];
  t.deepEqual(numbers(loc!), [1, 2]);
  t.deepEqual(numbers(logVariance!), [-3, 0]);
  t.deepEqual(
    callForSeveral(klDivergenceLayer(), pair()).map(({ shape }) => shape),
    [
      [null, 2],
      [null, 2],
    ],
  );
});

test('the KL divergence layer has the posterior and the prior', (t) => {
  tidy(() => {
    const layer = klDivergenceLayer({ prior: { name: 'normal', loc: 1, scale: 3 } });
    const posterior = layer.posterior([tensor([[5]]), tensor([[Math.log(4)]])]);
    t.true(posterior instanceof Normal);
    t.deepEqual([...numbers(meanOf(posterior)), ...numbers(varianceOf(posterior))].map(Math.round), [5, 4]);
    t.deepEqual([...numbers(meanOf(layer.prior([]))), ...numbers(varianceOf(layer.prior([])))], [1, 9]);
    t.is(layer.priorName, 'normal');
    t.is(klDivergenceLayer().priorName, 'standardNormal');
  });
});

test('the KL divergence layer is named after its variable', (t) => {
  const layer = klDivergenceLayer({ variable: 'z_top' });
  t.deepEqual([layer.role, layer.variable, layer.name], ['kl', 'z_top', 'z_top_kl']);
  t.deepEqual([klDivergenceLayer().variable, klDivergenceLayer().name], ['z', 'z_kl']);
});

test('a conditional prior is the last of its inputs, which it keeps', (t) => {
  const layer = klDivergenceLayer({ prior: { name: 'normal' }, conditional: true });
  const outputs = callForSeveral(layer, [...pair(), ...pair()]);
  t.is(outputs.length, 2);
  const parameters = [1, 2, 3, 4].map((value) => tensor([[value, value]]));
  const values = layer.apply(parameters) as Tensor[];
  t.deepEqual(values.map(numbers), [
    [1, 1],
    [2, 2],
  ]);
  tidy(() => t.deepEqual(numbers(meanOf(layer.prior(parameters.slice(2)))), [3, 3]));
});

test('the configuration has the constants of the prior, with defaults', (t) => {
  t.deepEqual(klDivergenceLayer().priorConstants, {});
  t.deepEqual(klDivergenceLayer({ prior: { name: 'normal', scale: 2 } }).priorConstants, {
    loc: 0,
    scale: 2,
  });
  t.deepEqual(klDivergenceLayer({ prior: { name: 'normal' }, conditional: true }).priorConstants, {});
});

test('an unknown prior is an error when the layer is created', (t) => {
  t.throws(() => klDivergenceLayer({ prior: { name: 'normall' } }), {
    instanceOf: HelmholtzError,
    message: 'There is no prior named "normall".',
  });
  t.throws(() => klDivergenceLayer({ prior: { name: 'normal', scale: -1 } }), { instanceOf: HelmholtzError });
  const misspelled = { instanceOf: HelmholtzError, message: 'There is no distribution named "normall".' };
  t.throws(() => klDivergenceLayer({ prior: { name: 'normall' }, conditional: true }), misspelled);
  t.throws(() => klDivergenceLayer({ posterior: 'normall' }), misspelled);
});

test('inputs that do not fit the prior are an error', (t) => {
  const single = t.throws(() => call(klDivergenceLayer(), input({ shape: [2] })), {
    instanceOf: HelmholtzError,
  });
  t.is(single.kind, 'graph');
  t.is(single.message, 'The KL divergence "z_kl" has 1 inputs.');
  t.regex(single.hint!, /it expects 2: the posterior's parameters \(loc, logVariance\)\.$/);
  const four = () => callForSeveral(klDivergenceLayer(), [...pair(), ...pair()]);
  t.throws(four, { message: /has 4 inputs/ });
  const error = t.throws(
    () => callForSeveral(klDivergenceLayer({ prior: { name: 'normal' }, conditional: true }), pair()),
    {
      instanceOf: HelmholtzError,
    },
  );
  t.regex(
    error.hint!,
    /it expects 4: the posterior's parameters \(.*\), then the prior's \(loc, logVariance\)\.$/,
  );
});
