import { annealedProblem } from '@helmholtz/core';
import '@helmholtz/testing/cpu-backend';
import test from 'ava';

import { buildModel, defaultSpec } from './index.js';

test('annealed importance sampling explains which priors it cannot anneal from', (t) => {
  const problem = (recipe: 'vae' | 'dlgm' | 'bayesian-logistic-regression', parts = {}): string | undefined =>
    annealedProblem(buildModel({ ...defaultSpec(recipe, [4]), ...parts }));
  t.is(problem('dlgm'), undefined);
  t.is(problem('vae', { prior: { name: 'studentT' } }), undefined);
  const moves = 'Annealed importance sampling moves latents along gradients, and the prior';
  const binary = { name: 'bernoulli' };
  t.is(
    problem('vae', { posterior: binary, prior: binary, noise: 'uniform' }),
    `${moves} "bernoulli" of "z" is discrete.`,
  );
  const relaxed = { name: 'relaxedCategorical', categories: 2 };
  t.is(
    problem('vae', {
      posterior: relaxed,
      prior: { name: 'logRelaxedCategorical', categories: 2 },
      noise: 'standardGumbel',
    }),
    `${moves} "logRelaxedCategorical" of "z" is of logarithms of positive numbers that add up to 1 along the last axis.`,
  );
  t.regex(problem('bayesian-logistic-regression')!, /^All examples share the latent "/);
});
