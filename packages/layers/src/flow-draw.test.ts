import {
  DensityAtDraw,
  HelmholtzError,
  LatentVariableModel,
  Normal,
  type Prior,
  type SymbolicDistribution,
  TransformedDistribution,
  type VariationalTerm,
  bijectors,
  checkDistributions,
  conditionalPrior,
  constantPrior,
  drawNoise,
  elbo,
  estimateNll,
  importanceWeightedBound,
  logPosterior,
  monteCarloKl,
  registerDistribution,
  viewOfTerms,
} from '@helmholtz/core';
import {
  type Scalar,
  type Tensor,
  add,
  mean,
  mul,
  scalar,
  sub,
  sum,
  tensor,
  train,
  variableGrads,
  zeros,
} from '@tensorflow/tfjs-core';
import { input } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { familyDraw } from './family-draw.js';
import { flowDraw } from './flow-draw.js';
import { FlowLayer } from './flow-layer.js';
import './register.js';
import { bernoulliLikelihood } from './likelihoods/bernoulli.js';
import { latentVariableGraph } from './model.js';
import '@helmholtz/testing/cpu-backend';
import { Affine, closedForm, data, graph, near, x } from './testing/affine-flow.js';
import { roundTrip } from './testing/round-trip.js';
import { call, dense, numbers } from './testing/symbolic.js';

const context = { training: false, coefficients: {} };

for (const samples of [undefined, 4]) {
  test(`the log-density at the draw is that of the normal it is, with ${samples ?? 'no axis for'} samples`, (t) => {
    const model = graph();
    const noise = drawNoise(model.noise, 3 * (samples ?? 1), 0, ['noise']);
    const [term] = model.terms([x], noise, { samples }).latents as [VariationalTerm];
    t.true(term.posterior instanceof DensityAtDraw);
    t.true(term.posterior.mean === undefined);
    const expected = sum(closedForm(model).logProb(term.value!), -1);
    near(t, logPosterior(term), expected);
    near(t, monteCarloKl(term), sub(expected, sum(term.prior.logProb(term.value!), -1)));
  });
}

for (const prior of ['computed', 'afterDraw'] as const) {
  test(`a prior that is ${prior} is the last input of the KL divergence layer`, (t) => {
    const model = graph({ prior });
    const [term] = model.terms([x], drawNoise(model.noise, 3, 0, ['noise'])).latents as [VariationalTerm];
    near(t, logPosterior(term), sum(closedForm(model).logProb(term.value!), -1));
    t.true(term.prior instanceof Normal);
    const from = prior === 'computed' ? x : term.value!;
    near(t, (term.prior as Normal).loc, model.layersModel.getLayer('p_loc').apply(from) as Tensor);
  });
}

test('the objective estimates the KL divergence, and logs one line', (t) => {
  const model = graph();
  t.deepEqual(checkDistributions(elbo(), model), [
    'Without a closed form, estimated at the draws (kl: monteCarlo): KL(affineFlow, standardNormal) of "z".',
  ]);
  t.deepEqual(checkDistributions(elbo({ kl: 'monteCarlo' }), model), []);
  const terms = model.terms([x], drawNoise(model.noise, 3, 0, ['noise']));
  const kl = (objective: ReturnType<typeof elbo>) =>
    numbers(objective.evaluate(viewOfTerms(terms), context).metrics['kl/z']!)[0]!;
  t.is(kl(elbo()), kl(elbo({ kl: 'monteCarlo' })));
  near(t, scalar(kl(elbo())), mean(monteCarloKl(terms.latents[0] as VariationalTerm)));
});

test('objectives that a flow does not support are errors before the first step', (t) => {
  const model = graph();
  const refused = (objective: Parameters<typeof checkDistributions>[0]) =>
    t.throws(() => checkDistributions(objective, model), { instanceOf: HelmholtzError });
  t.is(
    refused(elbo({ kl: 'analytic' })).message,
    'The latent "z" has no analytic KL divergence: KL(affineFlow, standardNormal) has no closed form.',
  );
  for (const objective of [
    elbo({ kl: 'monteCarlo', gradient: 'path' }),
    importanceWeightedBound({ gradient: 'doublyReparameterized' }),
  ]) {
    t.regex(refused(objective).message, /takes a gradient along the path, which the posterior of "z"/);
  }
  const error = refused(elbo({ freeBits: { nats: 1 } }));
  t.is(error.message, 'The KL divergence of the latent "z" is not a sum over its dimensions.');
  t.is(checkDistributions(elbo({ freeBits: { nats: 1, per: 'latent' } }), model).length, 1);
});

test('importance sampling finds the likelihood that the normal posterior finds', async (t) => {
  const flow = graph();
  const { nll, standardError } = (await estimateNll(flow, { data, samples: 4000, seed: 0 }))!;
  // p(x) by a grid over z, since p(z) is standard normal in two dimensions.
  const side = Array.from({ length: 121 }, (_, index) => -6 + index / 10);
  const grid = tensor(side.flatMap((a) => side.map((b) => [a, b])));
  const [likelihood] = flow.decode({ z: grid });
  const prior = numbers(sum(new Normal(scalar(0), scalar(1)).logProb(grid), -1));
  let expected = 0;
  for (const row of [0, 1, 2]) {
    const value = tensor(numbers(x).slice(2 * row, 2 * row + 2));
    const logLikelihoods = numbers(sum(likelihood!.logProb(value), -1));
    const total = logLikelihoods.reduce((all, log, at) => all + Math.exp(log + prior[at]!) / 100, 0);
    expected -= Math.log(total) / 3;
  }
  t.true(Math.abs(nll - expected) < 0.02, `${nll}, ${expected}, ${standardError}`);
});

test('a step of plain fit equals a step of the training loop', async (t) => {
  const model = graph();
  const noise = drawNoise(model.noise, 3, 0, ['noise']);
  const { grads } = variableGrads(
    () => {
      const [term] = model.terms([x], noise).latents as [VariationalTerm];
      return mean<Scalar>(monteCarloKl(term));
    },
    model.trainableVariables.filter(({ name }) => !name.startsWith('generative')),
  );
  const weight = model.layersModel.getLayer('first').getWeights()[1]!;
  const before = numbers(weight);
  const variable = model.trainableVariables.find(({ name }) => name.startsWith('first/scale'))!;
  const expected = numbers(grads[variable.name]!).map((slope, index) => before[index]! - 0.1 * slope);
  model.layersModel.compile({ optimizer: train.sgd(0.1), loss: (_, output) => mul(mean(output), 0) });
  await model.layersModel.trainOnBatch([x, ...noise], zeros([3, 2]));
  near(t, variable, tensor(expected));
});

test('a model comes back from its file with the same density', async (t) => {
  const model = graph({ prior: 'computed' });
  const again = new LatentVariableModel(await roundTrip(model.layersModel));
  const noise = drawNoise(model.noise, 3, 0, ['noise']);
  const densityOf = (built: LatentVariableModel) =>
    numbers(logPosterior(built.terms([x], noise).latents[0] as VariationalTerm));
  t.deepEqual(densityOf(again), densityOf(model));
});

registerDistribution({
  name: 'identityNormal',
  description: 'a normal distribution by a bijector that changes nothing',
  tensors: {
    parameters: ['loc', 'logVariance'],
    distribution: ({ loc, logVariance }) =>
      new TransformedDistribution(
        Normal.fromLogVariance(loc!, logVariance!),
        bijectors.affine(),
        'identityNormal',
      ),
  },
});

test('a transformed family with an inverse has path gradients: those of the normal that it is', (t) => {
  const gradients = (family: string): number[] => {
    const own = input({ shape: [2], name: 'x' });
    const parameters = { loc: dense('q_loc', 2, own), logVariance: dense('q_log_variance', 2, own) };
    const config = {
      variable: 'z',
      size: 2,
      prior: constantPrior('standardNormal'),
      noise: 'standardNormal',
    };
    const z = familyDraw({ family, parameters }, config);
    const head = call(bernoulliLikelihood(), dense('generative', 2, z));
    const model = new LatentVariableModel(latentVariableGraph({ name: 'g', inputs: [own], outputs: [head] }));
    model.layersModel.setWeights(
      model.layersModel
        .getWeights()
        .map((weight) => zeros(weight.shape))
        .map((weight) => add(weight, 0.3)),
    );
    const objective = elbo({ kl: 'monteCarlo', gradient: 'path' });
    t.deepEqual(checkDistributions(objective, model), []);
    const noise = drawNoise(model.noise, 3, 0, ['noise']);
    const view = model.view({ inputs: [x], noise }, { training: true, pathwise: true });
    const { grads } = variableGrads(() => objective.evaluate(view, { ...context, training: true }).loss);
    return model.trainableVariables.flatMap(({ name }) => numbers(grads[name]!));
  };
  near(t, tensor(gradients('identityNormal')), tensor(gradients('normal')));
});

/** A bijector whose forward direction is costly: the inverse of a planar one would be. */
class Costly extends FlowLayer {
  static readonly className = 'TestCostly';
  bijector() {
    return Object.assign(bijectors.affine(), { name: 'costly', cheap: ['inverse'] });
  }
}

const latentOf = (prior: Prior) => ({ variable: 'z', size: 2, prior, noise: 'standardNormal' });
const normalBase = (): SymbolicDistribution => {
  const features = input({ shape: [2], name: 'x' });
  const parameters = {
    loc: dense('q_loc', 2, features),
    logVariance: dense('q_log_variance', 2, features),
  };
  return { family: 'normal', parameters };
};

test('throws an error that names a flow layer without a cheap forward direction when the graph is built', (t) => {
  const flows = [new Costly({ name: 'slow' })];
  const draw = () =>
    flowDraw({ family: 'slowFlow', base: normalBase(), flows }, latentOf(constantPrior('standardNormal')));
  const error = t.throws(draw, { instanceOf: HelmholtzError });
  t.is(
    error.message,
    'The posterior of "z" draws by the layer "slow", whose bijector "costly" has no cheap forward direction.',
  );
  t.regex(error.hint!, /inverted/);
});

registerDistribution({
  name: 'slowInverse',
  description: 'a normal distribution by a bijector whose inverse is not cheap',
  constants: {
    parameters: {},
    distribution: () => slowInverse(new Normal(scalar(0), scalar(1))),
  },
  tensors: {
    parameters: ['loc', 'logVariance'],
    distribution: ({ loc, logVariance }) => slowInverse(Normal.fromLogVariance(loc!, logVariance!)),
  },
});

function slowInverse(base: Normal): TransformedDistribution {
  const bijector = Object.assign(bijectors.affine(), { cheap: ['forward'] });
  return new TransformedDistribution(base, bijector, 'slowInverse');
}

test('throws an error for a prior without a cheap inverse: the layer for a constant prior, objectives for a conditional one', (t) => {
  const { parameters, family } = normalBase();
  const drawn = (prior: Prior) => familyDraw({ family, parameters }, latentOf(prior));
  t.throws(() => drawn(constantPrior('slowInverse')), {
    message: 'The prior "slowInverse" computes its density only at its own draws.',
  });
  const own = input({ shape: [2], name: 'x' });
  const normal = (name: string): SymbolicDistribution['parameters'] => ({
    loc: dense(`${name}_loc`, 2, own),
    logVariance: dense(`${name}_log_variance`, 2, own),
  });
  const prior = conditionalPrior({ family: 'slowInverse', parameters: normal('p') });
  const base = { family: 'normal', parameters: normal('q') };
  for (const z of [
    familyDraw(base, latentOf(prior)),
    flowDraw({ family: 'affine', base, flows: [new Affine({ name: 'affine' })] }, latentOf(prior)),
  ]) {
    const head = call(bernoulliLikelihood(), dense('generative', 2, z));
    const model = new LatentVariableModel(latentVariableGraph({ name: 'g', inputs: [own], outputs: [head] }));
    for (const objective of [elbo(), importanceWeightedBound()])
      t.throws(() => checkDistributions(objective, model), {
        message: /^The KL divergence of the latent "z" can't be estimated: KL\(\w+, slowInverse\)\.$/,
      });
  }
});
