// Every posterior with every prior: either a model of them has a divergence that can be estimated,
// or they are refused.
import '@tensorflow/tfjs-backend-cpu';

import { HelmholtzError } from '@helmholtz/base';
import {
  catalogue,
  checkDistributions,
  type LatentVariableModel,
  monteCarloKl,
  type NamedPart,
  type SpecInput,
  type VariationalTerm,
  type PartLists,
} from '@helmholtz/core';
import { noiseSource, priorFamilies, RandomStream } from '@helmholtz/distributions';
import { assemble, buildModel, createCatalogue } from '@helmholtz/recipes';
import { tensor, tidy, zeros } from '@tensorflow/tfjs-core';
import type { ServiceIdentifier } from 'inversify';
import test, { type ExecutionContext } from 'ava';

const parts = createCatalogue();
const named = (kind: ServiceIdentifier<NamedPart>): string[] =>
  parts.getAll<NamedPart>(kind).map(({ name }) => name);
const posteriors = named(catalogue.posterior);
const priors = [...priorFamilies().map(({ name }) => name), ...named(catalogue.prior)];

/** Priors with a density over all real numbers. */
const realPriors = ['standardNormal', 'normal', 'laplace', 'studentT', 'flow', 'logitRelaxedBernoulli'];

/** Draws by quantiles of integrals take about a second for every 10,000 elements here. */
const byIntegrals = new Set(['dirichlet', 'vonMisesFisher']);
const samplesOf = (posterior: string): number => (byIntegrals.has(posterior) ? 500 : 4000);

/** The divergence of one example, estimated at each of many draws. */
function divergences(model: LatentVariableModel, samples: number): number[] {
  const noise = model.noise.map(({ source, shape, name }) => {
    const values = new Float32Array(shape.reduce((product, length) => product * length, samples));
    noiseSource(source).fill(values, new RandomStream(0, 'pairs', name));
    return tensor(values, [samples, ...shape]);
  });
  return tidy(() => {
    const { latents } = model.terms(
      model.inputs.map(({ shape }) => zeros([1, ...shape])),
      noise,
      { samples },
    );
    return Array.from(monteCarloKl(latents[0] as VariationalTerm).dataSync());
  });
}

/** The divergence is no number below 0, but for the error of its estimate. */
function hasDivergence(t: ExecutionContext, model: LatentVariableModel, samples: number): void {
  const drawn = divergences(model, samples);
  // Without noise there is one value of the latent.
  const count = model.noise.length === 0 ? 1 : samples;
  const mean = drawn.reduce((sum, value) => sum + value) / count;
  const variance = drawn.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
  t.true(drawn.length === count && Number.isFinite(mean), `${mean}`);
  t.true(mean > -4 * Math.sqrt(variance / samples) - 1e-5, `${mean} with a variance of ${variance}`);
}

/** Posteriors that combine experts, and a model with two of them. */
const combining = new Set(['productOfExperts', 'mixtureOfExperts', 'mixtureOfProducts']);
const networks = { recognition: [], generative: [] };
const twoModalities = {
  recipe: 'multimodal-vae',
  inputs: [{ name: 'y', shape: [2], likelihood: 'normal' }],
  networks: { recognition_x: [], recognition_y: [], generative_x: [], generative_y: [] },
};

const built = new Set<string>();

/** A posterior without a density is compared with the draws of its prior by a discriminator. */
function implicitPair(t: ExecutionContext, spec: SpecInput, prior: string): void {
  try {
    const { model, objective } = assemble<PartLists>({
      ...spec,
      objective: 'adversarialVariationalBayes',
    } as SpecInput);
    t.is(checkDistributions(objective, model).length, 1);
    t.true(realPriors.includes(prior), prior);
    built.add('implicit');
  } catch (error) {
    t.true(error instanceof HelmholtzError);
    t.false(realPriors.includes(prior), (error as HelmholtzError).message);
    t.truthy((error as HelmholtzError).hint);
  }
}

for (const posterior of posteriors) {
  for (const prior of priors) {
    test(`the posterior ${posterior} with the prior ${prior}`, (t) => {
      const spec = {
        ...(combining.has(posterior) ? twoModalities : { recipe: 'vae', networks }),
        observed: { shape: [4] },
        latents: [{ name: 'z', size: 20 }],
        posterior,
        prior: prior === 'vampPrior' ? { name: prior, components: 3 } : prior,
      } as SpecInput;
      if (posterior === 'implicit') return implicitPair(t, spec, prior);
      let model: LatentVariableModel;
      try {
        model = buildModel<PartLists>(spec);
      } catch (error) {
        t.true(error instanceof HelmholtzError);
        const { message, hint } = error as HelmholtzError;
        if (message.includes('not a normal density')) return t.regex(hint!, /choose a normal prior/);
        if (prior === 'vampPrior') return t.regex(hint!, /Choose the posterior "normal"/);
        // A flow is of vectors: the latent of categories is groups of them.
        if (prior === 'flow' && message.includes('has the shape [')) return t.regex(hint!, /of vectors/);
        t.regex(message, /^The latent "z" is drawn from "[^"]+", of .*, but its prior is "[^"]+", of /);
        return t.regex(hint!, /Priors that fit: \w+/);
      }
      hasDivergence(t, model, samplesOf(posterior));
      built.add(posterior);
      return undefined;
    });
  }
}

test.after('each posterior goes with a prior', (t) => {
  t.deepEqual([...built].toSorted(), posteriors.toSorted());
});
