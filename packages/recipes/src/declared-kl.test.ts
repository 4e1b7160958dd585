import {
  analyticKl,
  checkDistributions,
  type Dataset,
  elbo,
  estimateNll,
  HelmholtzError,
  type KlKind,
  klProblem,
  latentStatistics,
  latentTraits,
  logLikelihood,
  monteCarloKl,
  nllProblem,
  objectivePart,
  type OnePhaseObjective,
  type PartLists,
  posteriorPart,
  scoreExamples,
  type VariationalTerm,
} from '@helmholtz/core';
import { normalPosterior } from '@helmholtz/layers';
import '@helmholtz/testing/cpu-backend';
import { mean, neg, type Scalar, tensor, zeros } from '@tensorflow/tfjs-core';
import test, { type ExecutionContext } from 'ava';
import { z } from 'zod';

import { assemble } from './container.js';
import { type SpecInput, defineSpec } from './spec-input.js';

/** A normal posterior that declares which kinds of KL divergence it supports. */
const plugin = (kl: readonly KlKind[]) => ({
  posteriors: [
    posteriorPart({
      name: 'mine',
      description: 'a normal distribution',
      options: z.strictObject({}),
      noise: 'standardNormal',
      kl,
      sample: (features, latent) => normalPosterior.sample(features, latent, { scale: 'logVariance' }),
    }),
  ],
});

type Plugin = ReturnType<typeof plugin>;

type Changes = Pick<SpecInput<Plugin>, 'prior' | 'objective'>;

const spec = defineSpec<Plugin>({
  recipe: 'vae',
  observed: { shape: [4] },
  latents: [{ name: 'z', size: 2 }],
  networks: { recognition: [], generative: [] },
  posterior: 'mine',
});

const assembled = (kl: readonly KlKind[], changes: Changes = {}) =>
  assemble<Plugin>({ ...spec, ...changes }, [plugin(kl)]);

function refused(t: ExecutionContext, kl: readonly KlKind[], changes: Changes, message: string) {
  const error = t.throws(() => assembled(kl, changes), { instanceOf: HelmholtzError });
  t.is(error.kind, 'graph');
  t.is(error.message, message);
  t.truthy(error.hint);
}

test('without a declaration every kind that the families have is supported', (t) => {
  const [latent] = assemble({ ...spec, posterior: 'normal' }).model.latents;
  t.deepEqual(latentTraits(latent!)!.kl, ['analytic', 'monteCarlo']);
});

test('the ELBO estimates the divergence of a posterior that declares estimates alone', (t) => {
  const { model, objective } = assembled(['monteCarlo']);
  t.deepEqual(latentTraits(model.latents[0]!)!.kl, ['monteCarlo']);
  t.is(checkDistributions(objective, model).length, 1, 'a note says so');
  const inputs = [tensor([[1, 0, 1, 0]])];
  const noise = [zeros([1, 2])];
  const { metrics } = elbo().evaluate(model.view({ inputs, noise }), { training: false, coefficients: {} });
  const [term] = model.terms(inputs, noise).latents as [VariationalTerm];
  t.deepEqual(metrics['kl']!.arraySync(), mean(monteCarloKl(term)).arraySync());
  t.not(metrics['kl']!.dataSync()[0], mean(analyticKl(term)).dataSync()[0]);
});

test('throws an error when the model is built for a kind of KL divergence that the posterior does not declare', (t) => {
  refused(
    t,
    ['monteCarlo'],
    { objective: { name: 'elbo', kl: 'analytic' } },
    'The posterior "mine" of the latent "z" does not support the KL divergence "analytic".',
  );
  const noEstimate =
    'The posterior "mine" of the latent "z" does not support the KL divergence "monteCarlo".';
  refused(t, ['analytic'], { objective: { name: 'elbo', kl: 'monteCarlo' } }, noEstimate);
  refused(t, ['analytic'], { objective: 'importanceWeightedBound' }, noEstimate);
  refused(
    t,
    ['analytic'],
    { prior: 'studentT' },
    'The posterior "mine" of the latent "z" supports only analytic KL divergences, and KL(normal, studentT) has no closed form.',
  );
  refused(t, [], {}, 'The posterior "mine" of the latent "z" supports no KL divergence.');
  t.notThrows(() => assembled(['analytic']));
});

test('without a density at a draw there is no importance sampling', (t) => {
  const problem = 'The posterior "mine" of "z" does not support its density at a draw.';
  t.is(nllProblem(assembled(['analytic']).model), problem);
  t.is(nllProblem(assembled(['monteCarlo']).model), undefined);
});

test('throws an error when the model is built for families without a closed form', (t) => {
  refused(
    t,
    ['analytic', 'monteCarlo'],
    { prior: 'studentT', objective: { name: 'elbo', kl: 'analytic' } },
    'The latent "z" has no analytic KL divergence: KL(normal, studentT) has no closed form.',
  );
});

/** An objective without a KL divergence, for posteriors that support none. */
const reconstruction = {
  objectives: [
    objectivePart({
      name: 'reconstruction',
      description: 'the expected log-likelihood alone',
      options: z.strictObject({}),
      create: (): OnePhaseObjective => ({
        name: 'reconstruction',
        monitor: { metric: 'error', mode: 'min' },
        evaluate(model) {
          const error: Scalar = neg(mean(logLikelihood(model.terms().observed[0]!)));
          return { loss: error, metrics: { error } };
        },
      }),
    }),
  ],
};

const values = [1, 0, 1, 0, 0, 1, 1, 1, 0, 0, 0, 1];

const rows: Dataset = {
  name: 'rows',
  size: 3,
  shape: [4],
  read: (indices, out) =>
    Array.from(indices, (index, row) => out.set(values.slice(4 * index, 4 * index + 4), 4 * row)),
};

test('a divergence that the posterior does not support is left out of statistics and scores', async (t) => {
  const parts = { ...plugin([]), ...reconstruction };
  const { model } = assemble<PartLists>({ ...spec, posterior: 'mine', objective: 'reconstruction' }, [parts]);
  t.deepEqual(model.latents.map(klProblem), ['The posterior "mine" of "z" supports no KL divergence.']);
  const options = { data: rows, seed: 1 };
  const [statistics] = await latentStatistics(model, { ...options, batchSize: 2 });
  t.deepEqual(
    [statistics!.kl, statistics!.klKind, statistics!.klPerDimension],
    [undefined, undefined, undefined],
  );
  const plain = assemble({ ...spec, posterior: 'normal' }).model;
  const [expected] = await latentStatistics(plain, { ...options, batchSize: 2 });
  t.deepEqual(statistics!.posteriorMeans, expected!.posteriorMeans);
  t.deepEqual(statistics!.aggregatePosterior, expected!.aggregatePosterior);
  const scores = await scoreExamples(model, { ...options, samples: 3 });
  t.deepEqual([scores.nelbo, scores.logLikelihood], [undefined, undefined]);
  t.deepEqual([...scores.terms.keys()], ['expectedLogLikelihood/x']);
  const all = await scoreExamples(plain, { ...options, samples: 3 });
  t.deepEqual(scores.terms.get('expectedLogLikelihood/x'), all.terms.get('expectedLogLikelihood/x'));
});

test('an analytic divergence alone is used in scores, which have no log-likelihood', async (t) => {
  const options = { data: rows, seed: 1, samples: 3 };
  const scores = await scoreExamples(assembled(['analytic']).model, options);
  const all = await scoreExamples(assemble({ ...spec, posterior: 'normal' }).model, options);
  t.is(scores.logLikelihood, undefined);
  t.deepEqual(scores.nelbo, all.nelbo);
});

test('the hint of estimateNll names what to change for a posterior without a density at a draw', async (t) => {
  const { model } = assembled(['analytic']);
  const error = await t.throwsAsync(estimateNll(model, { data: rows, samples: 2, seed: 0 }), {
    instanceOf: HelmholtzError,
  });
  t.is(
    error.hint,
    "Choose a posterior that supports kl: ['monteCarlo'], such as normal. Annealed importance sampling needs none: evaluate --annealed 1000.",
  );
});
