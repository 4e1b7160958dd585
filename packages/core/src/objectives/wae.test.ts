import { tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { Normal } from '@helmholtz/distributions';
import { latentTraits } from '../graph/latent-traits.js';
import { viewOfTerms } from '../graph/model-view.js';
import type { LatentTerm, ModelTerms } from '../graph/terms.js';
import { tinyHierarchy } from '../testing/tiny-hierarchy.js';
import { patterns, rowsOf, tinyModel } from '../testing/tiny-model.js';
import { evaluate } from '../training/evaluate.js';
import '@helmholtz/testing/cpu-backend';
import { elbo } from './elbo.js';
import { infoVae } from './info-vae.js';
import { kernelOf, meanDiscrepancy } from './mean-discrepancy.js';
import type { Objective, OnePhaseObjective } from './objective.js';
import { wae } from './wae.js';

const context = { training: true, coefficients: {} };

const values = tensor([
  [0.5, -1],
  [0.2, 0.4],
  [-1.5, 0.3],
]);
const noise = tensor([
  [0.1, 0.7],
  [-0.9, 1.4],
  [2, -0.3],
]);

const latent = (name: string): LatentTerm => ({
  name,
  shape: [2],
  posterior: new Normal(values, tensor(1)),
  prior: new Normal(tensor(3), tensor(2)),
  value: values,
});

const terms: ModelTerms = {
  latents: [latent('z')],
  observed: [
    {
      name: 'x',
      shape: [2],
      likelihood: new Normal(values, tensor(1)),
      value: tensor([
        [1, 2],
        [0, 0],
        [1, 1],
      ]),
    },
  ],
};

function numbers(objective: OnePhaseObjective, modelTerms = terms): Record<string, number> {
  const view = viewOfTerms(modelTerms, { noise: { 'prior/z': noise, 'prior/w': noise } });
  const { loss, metrics } = objective.evaluate(view, context);
  return Object.fromEntries(
    Object.entries({ loss, ...metrics }).map(([name, value]) => [name, value.dataSync()[0]!]),
  );
}

const near = (value: number | undefined, expected: number): boolean =>
  Math.abs((value ?? NaN) - expected) < 1e-5 * Math.max(1, Math.abs(expected));

/** The discrepancy from the prior N(3, 4) at the noise. */
function mmd(kernel: 'rbf' | 'imq'): number {
  const draws = noise.arraySync() as number[][];
  const prior = tensor(draws.map((row) => row.map((value) => 3 + 2 * value)));
  return meanDiscrepancy(values, prior, kernelOf(kernel)).dataSync()[0]!;
}

const bound = numbers(elbo());

test('WAE adds the discrepancy of codes and draws from the prior to the reconstruction', (t) => {
  const found = numbers(wae({ lambda: 7 }));
  t.true(near(found['mmd'], mmd('imq')));
  t.true(near(found['loss'], 7 * mmd('imq') - bound['expectedLogLikelihood']!));
  t.is(found['waeLoss'], found['loss']);
  t.false('nelbo' in found, 'it has no bound');
});

test('InfoVAE weighs the KL divergence and the discrepancy', (t) => {
  const { kl, expectedLogLikelihood } = bound as Record<'kl' | 'expectedLogLikelihood', number>;
  const found = numbers(infoVae({ alpha: 0.25, lambda: 20 }));
  t.true(near(found['loss'], 0.75 * kl + 19.25 * mmd('rbf') - expectedLogLikelihood));
  t.true(near(found['nelbo'], bound['nelbo']!));
  t.true(near(numbers(infoVae({ alpha: 0, lambda: 1 }))['loss'], bound['nelbo']!), 'an ordinary VAE');
  const error = t.throws(() => infoVae({ alpha: 0, lambda: 0.5 }), { instanceOf: HelmholtzError });
  t.is(error.hint, 'Its weight is alpha + lambda - 1: give a lambda of at least 1.');
});

test('several latents are compared as one vector', (t) => {
  const two = { ...terms, latents: [latent('z'), latent('w')] };
  const [doubled, draws] = [values, noise].map((samples, index) =>
    tensor(
      (samples.arraySync() as number[][]).map((row) => [...row, ...row].map((v) => (index ? 3 + 2 * v : v))),
    ),
  );
  const expected = meanDiscrepancy(doubled!, draws!, kernelOf('imq')).dataSync()[0]!;
  t.true(near(numbers(wae(), two)['mmd'], expected));
});

test('the noise has the shape of each latent and the source of its prior', (t) => {
  const { noise: declared } = wae();
  const traits = latentTraits(tinyModel().latents[0]!)!;
  t.deepEqual(
    typeof declared === 'function' && declared([traits, { ...traits, name: 'w', priorNoise: 'uniform' }]),
    {
      'prior/z': { shape: 'z', source: 'standardNormal' },
      'prior/w': { shape: 'w', source: 'uniform' },
    },
  );
});

for (const objective of [wae(), infoVae()] as const) {
  test(`${objective.name} throws an error for latents without one prior for all examples`, (t) => {
    const traits = latentTraits(tinyModel().latents[0]!)!;
    t.throws(() => objective.check!([]), { message: /needs a latent with a posterior and a prior/ });
    t.throws(() => objective.check!([{ ...traits, global: true }]), { message: /all share the latent/ });
    const hierarchy = tinyHierarchy().latents.map((each) => latentTraits(each)!);
    t.throws(() => objective.check!(hierarchy), { message: /that of "z1" depends on z2/ });
  });
}

const evaluated = async (objective: Objective, batchSize: number, data = patterns(5)) =>
  evaluate(tinyModel(), { data, objective, batchSize, seed: 0 });

test('a single example at the end joins the batch before it', async (t) => {
  const joined = await evaluated(wae(), 4);
  t.true(Number.isFinite(joined['mmd']));
  t.deepEqual(joined, await evaluated(wae(), 5), 'one batch of five');
});

test('throws an error before the first step when a batch or the data have one example', async (t) => {
  await t.throwsAsync(evaluated(wae(), 1), {
    message: 'The objective "wae" compares the examples of a batch, and the batch size is 1.',
  });
  await t.throwsAsync(evaluated(wae(), 4, rowsOf([[0, 1, 1, 0]])), {
    message: /^The objective "wae" compares at least 2 examples, and .* has 1\.$/,
  });
});
