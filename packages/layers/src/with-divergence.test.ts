import {
  closedFormKl,
  conditionalPrior,
  constantPrior,
  elbo,
  HelmholtzError,
  LatentVariableModel,
  meanOf,
  Normal,
  priorAfterDraw,
  registerDistribution,
  registerKlDivergence,
  varianceOf,
  viewOfTerms,
} from '@helmholtz/core';
import { type Tensor, mul, tensor } from '@tensorflow/tfjs-core';
import { input } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { latent } from './latent.js';
import { bernoulliLikelihood } from './likelihoods/bernoulli.js';
import { latentVariableGraph } from './model.js';
import '@helmholtz/testing/cpu-backend';
import { call, dense, numbers } from './testing/symbolic.js';
import { withDivergence, withDivergenceAfter } from './with-divergence.js';

/** A family of one parameter, N(loc, 1), registered as a plugin would. */
class UnitNormal extends Normal {
  override readonly family = 'unitNormal' as 'normal';
}

registerDistribution({
  name: 'unitNormal',
  description: 'N(loc, 1)',
  tensors: { parameters: ['loc'], distribution: ({ loc }) => new UnitNormal(loc!, tensor(1)) },
});

/** x, its parameters of q, and those of p, which x decides too. */
function graph(posteriorFamily: 'normal' | 'unitNormal', priorFamily?: 'normal' | 'unitNormal') {
  const x = input({ shape: [2], name: 'x' });
  const parametersOf = (name: string, family: string) => ({
    family,
    parameters: {
      ...(family === 'normal' ? { logVariance: dense(`${name}_log_variance`, 2, x) } : {}),
      loc: dense(`${name}_loc`, 2, x),
    },
  });
  const prior = priorFamily
    ? conditionalPrior(parametersOf('p', priorFamily))
    : constantPrior('standardNormal');
  const { loc } = withDivergence({ variable: 'z', posterior: parametersOf('q', posteriorFamily), prior });
  const z = call(latent({ variable: 'z' }), loc);
  const head = call(bernoulliLikelihood(), dense('generative', 2, z));
  return new LatentVariableModel(latentVariableGraph({ name: 'g', inputs: [x], outputs: [head] }));
}

const x = tensor([
  [1, 0],
  [1, 1],
]);
const context = { training: false, coefficients: {} };

test('parameters come by name, whatever their order, and are passed on', (t) => {
  const model = graph('normal', 'normal');
  const [z] = model.terms([x], []).latents;
  const weights = (layer: string) => numbers(model.layersModel.getLayer(layer).apply(x) as Tensor);
  const [posterior, prior] = [z!.posterior as Normal, z!.prior as Normal];
  t.deepEqual(numbers(posterior.loc), weights('q_loc'));
  t.deepEqual(numbers(mul(posterior.logScale, 2)), weights('q_log_variance'));
  t.deepEqual(numbers(prior.loc), weights('p_loc'));
  t.deepEqual(numbers(z!.value!), weights('q_loc'));
});

test('families may differ: the KL divergence is in closed form, estimated, or an error', (t) => {
  const terms = graph('unitNormal', 'normal').terms([x], []);
  const kl = (kind: 'analytic' | 'monteCarlo') =>
    elbo({ kl: kind }).evaluate(viewOfTerms(terms), context).metrics['kl']!.dataSync()[0]!;
  const error = t.throws(() => kl('analytic'), { instanceOf: HelmholtzError });
  t.is(error.message, 'KL(unitNormal, normal) has no registered closed form.');
  t.regex(error.hint!, /objective: \{ name: elbo, kl: monteCarlo \}/);
  // At its mean N(loc, 1) has the density 1 / sqrt(2 pi) an element.
  const [q, p] = [terms.latents[0]!.posterior!, terms.latents[0]!.prior!];
  const expected = numbers(p.logProb(meanOf(q))).reduce(
    (sum, logPrior) => sum - Math.log(2 * Math.PI) / 2 - logPrior,
    0,
  );
  t.true(Math.abs(kl('monteCarlo') - expected / 2) < 1e-5);
  registerKlDivergence(
    closedFormKl<Normal, Normal>('unitNormal' as 'normal', 'normal', ({ loc }) => mul(loc, 0)),
  );
  t.is(kl('analytic'), 0);
});

test('a family of one parameter is one tensor', (t) => {
  const model = graph('unitNormal');
  t.deepEqual(model.latents[0]!.divergence!.posteriorParameters.length, 1);
  t.deepEqual(numbers(varianceOf(model.terms([x], []).latents[0]!.posterior!)), [1]);
});

test('an unknown parameter is an error that names the family', (t) => {
  const loc = input({ shape: [2] });
  const failing = (parameters: Record<string, typeof loc>) =>
    t.throws(
      () =>
        withDivergence({
          variable: 'z1',
          posterior: { family: 'unitNormal', parameters: { loc } },
          prior: conditionalPrior({ family: 'normal', parameters }),
        }),
      { instanceOf: HelmholtzError },
    );
  t.is(failing({ loc }).message, 'The parameters of the prior of "z1" are wrong: it lacks "logVariance".');
  t.is(
    failing({ loc, scale: loc }).message,
    'The parameters of the prior of "z1" are wrong: it has an unknown "scale".',
  );
});

test('where the prior depends on the draw, the divergence lies on the way from the value', (t) => {
  const x = input({ shape: [2], name: 'x' });
  const [loc, logVariance] = [dense('q_loc', 2, x), dense('q_log_variance', 2, x)];
  let received: unknown;
  const posterior = { family: 'normal', parameters: { loc, logVariance } };
  const passedOn = withDivergence({
    variable: 'z',
    posterior,
    prior: priorAfterDraw((distribution) => void (received = distribution)),
  });
  t.is(received, posterior);
  t.is(passedOn, posterior.parameters);
  const z = call(latent({ variable: 'z' }), loc);
  const prior = conditionalPrior({
    family: 'normal',
    parameters: { loc: dense('p_loc', 2, z), logVariance: dense('p_log_variance', 2, z) },
  });
  const value = withDivergenceAfter({ variable: 'z', posterior, prior, value: z });
  const head = call(bernoulliLikelihood(), dense('generative', 2, value));
  const model = new LatentVariableModel(latentVariableGraph({ name: 'g', inputs: [x], outputs: [head] }));

  const data = tensor([[1, 0]]);
  const [term] = model.terms([data], []).latents;
  const at = (layer: string, values: Tensor) => model.layersModel.getLayer(layer).apply(values) as Tensor;
  const drawn = at('q_loc', data);
  t.deepEqual(numbers((term!.posterior as Normal).loc), numbers(drawn));
  t.deepEqual(numbers((term!.prior as Normal).loc), numbers(at('p_loc', drawn)));
  t.deepEqual(numbers(term!.value!), numbers(drawn));
  // p(x | z) depends on z alone, not on the inputs of the divergence.
  const given = tensor([[3, 4]]);
  const logits = model.decode({ z: given })[0] as unknown as { logits: Tensor };
  t.deepEqual(numbers(logits.logits), numbers(at('generative', given)));
});
