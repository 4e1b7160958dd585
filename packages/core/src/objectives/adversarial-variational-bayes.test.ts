import {
  type Tensor,
  add,
  expandDims,
  reshape,
  slice,
  square,
  sub,
  sum,
  tensor,
} from '@tensorflow/tfjs-core';
import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { Normal, RandomStream, noiseSource } from '@helmholtz/distributions';
import { latentTraits } from '../graph/latent-traits.js';
import { monteCarloKl } from '../graph/log-densities.js';
import { viewOfTerms } from '../graph/model-view.js';
import type { ModelTerms } from '../graph/terms.js';
import { tinyHierarchy } from '../testing/tiny-hierarchy.js';
import { tinyModel } from '../testing/tiny-model.js';
import { adversarialVariationalBayes } from './adversarial-variational-bayes.js';
import '@helmholtz/testing/cpu-backend';

const [SAMPLES, BATCH] = [2000, 2];
const context = { training: false, coefficients: {} };
const loc = tensor([
  [1, -0.5],
  [0.3, 2],
]);
const [posterior, prior] = [new Normal(loc, tensor(0.5)), new Normal(tensor(0), tensor(1))];

function draws(samples: number | undefined): Tensor {
  const values = new Float32Array((samples ?? 1) * BATCH * 2);
  noiseSource('standardNormal').fill(values, new RandomStream(0, 'draws'));
  return posterior.sample(tensor(values, samples === undefined ? [BATCH, 2] : [samples, BATCH, 2]));
}

function termsOf(samples?: number): ModelTerms {
  const z = { name: 'z', shape: [2], value: draws(samples), posterior, prior };
  const likelihood = new Normal(tensor(0), tensor(1));
  const x = { name: 'x', shape: [2], likelihood, value: loc };
  return { latents: [z], observed: [x], samples };
}

/** log N(z; loc, 0.5^2) - log N(z; 0, 1), where x is the location. */
const exactRatio = (x: Tensor, z: Tensor): Tensor => {
  const ofEach = sub(new Normal(x, tensor(0.5)).logProb(z), prior.logProb(z));
  return expandDims(sum(ofEach, 1), 1);
};

const phase = (objective: ReturnType<typeof adversarialVariationalBayes>, name: string) =>
  objective.phases.find((each) => each.name === name)!;

test('with the exact ratio of densities, the estimate is the Monte Carlo KL divergence', (t) => {
  const terms = termsOf();
  const view = viewOfTerms(terms, { inputs: { x: loc }, networks: { discriminator: exactRatio } });
  const objective = adversarialVariationalBayes();
  const { loss, metrics, perExample } = phase(objective, 'model').evaluate(view, context);
  const expected = monteCarloKl(terms.latents[0] as never).dataSync();
  const mean = (expected[0]! + expected[1]!) / 2;
  t.true(Math.abs(metrics['klEstimate']!.dataSync()[0]! - mean) < 1e-5);
  t.deepEqual(Object.keys(metrics), [
    'nelboEstimate',
    'klEstimate',
    'expectedLogLikelihood',
    'expectedLogLikelihood/x',
  ]);
  t.is(loss.dataSync()[0], metrics['nelboEstimate']!.dataSync()[0]);
  const each = perExample!()['klEstimate']!.dataSync();
  for (const [index, value] of each.entries()) t.true(Math.abs(value - expected[index]!) < 1e-5);
});

test('with adaptive contrast, a discriminator that sees no difference is right about a normal posterior', (t) => {
  const noDifference = (_x: Tensor, z: Tensor): Tensor => slice(reshape(sub(z, z), [-1, 2]), [0, 0], [-1, 1]);
  const view = viewOfTerms(termsOf(SAMPLES), {
    inputs: { x: loc },
    networks: { discriminator: noDifference },
  });
  const objective = adversarialVariationalBayes({ adaptiveContrast: true, samples: SAMPLES });
  t.is(objective.samples, SAMPLES);
  const { metrics } = phase(objective, 'model').evaluate(view, context);
  const ofEach = add(square(loc), 0.25 - 1 - 2 * Math.log(0.5)).dataSync();
  const closedForm = [...ofEach].reduce((total, value) => total + value / 2, 0) / BATCH;
  const estimate = metrics['klEstimate']!.dataSync()[0]!;
  t.true(Math.abs(estimate - closedForm) < 0.02 * closedForm, `${estimate}, ${closedForm}`);
});

test('the discriminator tells the posterior from the prior, and is right about the half of no difference', (t) => {
  const view = (bias: number) =>
    viewOfTerms(termsOf(), {
      inputs: { x: loc },
      noise: {
        'other/z': tensor([
          [0, 0],
          [1, 1],
        ]),
      },
      networks: {
        discriminator: (x: Tensor) => add(sub(slice(x, [0, 0], [-1, 1]), slice(x, [0, 0], [-1, 1])), bias),
      },
    });
  const discriminator = phase(adversarialVariationalBayes(), 'discriminator');
  const { loss, metrics } = discriminator.evaluate(view(1), context);
  const expected = Math.log1p(Math.exp(-1)) + Math.log1p(Math.E);
  t.true(Math.abs(loss.dataSync()[0]! - expected) < 1e-5);
  t.is(metrics['discriminatorAccuracy']!.dataSync()[0], 0.5);
});

test('throws an error that names an input which the discriminator does not read', (t) => {
  const traits = tinyModel().latents.map((latent) => latentTraits(latent)!);
  const inputs = ['x', 'label'].map((name) => ({ name, shape: [4] }));
  const error = t.throws(() => adversarialVariationalBayes().check!(traits, inputs as never), {
    instanceOf: HelmholtzError,
  });
  t.is(
    error.message,
    'The objective "adversarialVariationalBayes" compares codes given "x" alone, and the model also has the input "label".',
  );
});

test('a model with other latents than the named ones is refused', (t) => {
  const traits = (model: ReturnType<typeof tinyModel>) =>
    model.latents.map((latent) => latentTraits(latent)!);
  const [note] = adversarialVariationalBayes().check!(traits(tinyModel()));
  t.regex(note!, /nelboEstimate is an estimate, not a bound/);
  const error = t.throws(() => adversarialVariationalBayes().check!(traits(tinyHierarchy())), {
    instanceOf: HelmholtzError,
  });
  t.regex(error.message, /compares all codes with one prior, and that of "z1" depends on z2/);
});
