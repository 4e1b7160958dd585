// The example plugin of docs/how-to/infer-a-simulator.md: a simulator without a density whose
// posterior is known in closed form. z ~ N(0, 1) and x = 2 z + e, so that
// z given x ~ N(2 x / 5, 1 / 5).
import { fileURLToPath } from 'node:url';

import '@tensorflow/tfjs-backend-cpu';
import {
  type PartLists,
  type SingleDataset,
  type SpecInput,
  RandomStream,
  annealedProblem,
  checkDistributions,
  createOptimizer,
  createSchedule,
  elbo,
  evaluate,
  HelmholtzError,
  isVariational,
  likelihoodFree,
  nllProblem,
  noiseSource,
  train,
} from '@helmholtz/core';
import { assemble } from '@helmholtz/recipes';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import test from 'ava';

import { loadPlugins } from '../../packages/cli/dist/plugins/load-plugins.js';

const file = fileURLToPath(new URL('../../examples/plugins/simulator.js', import.meta.url));
const { parts } = await loadPlugins([file]);

const spec = {
  recipe: 'simulator',
  observed: { shape: [1] },
  latents: [{ name: 'z', size: 1 }],
  networks: { recognition: [], discriminator: [{ layer: 'dense', units: 24, activation: 'tanh' }] },
  objective: { name: 'likelihoodFree', steps: 3, learningRate: 0.02 },
  seed: 3,
};
const built = (changes: object = {}) => assemble<PartLists>({ ...spec, ...changes } as SpecInput, parts);

/** Readings of the sensor. */
const readings = (size: number, seed: number): SingleDataset => {
  const normal = new Float32Array(size);
  noiseSource('standardNormal').fill(normal, new RandomStream(seed, 'readings'));
  const values = normal.map((value) => value * Math.sqrt(5));
  return {
    name: 'readings',
    size,
    shape: [1],
    fixed: true,
    read: (indices, out) => Array.from(indices).forEach((row, at) => (out[at] = values[row]!)),
  };
};

test('the posterior of a simulator without a density becomes the exact one', async (t) => {
  const { model, objective } = built();
  const learningRate = 0.01;
  await train(model, {
    data: readings(3000, 1),
    objective,
    optimizer: createOptimizer({ name: 'adam', learningRate }),
    schedule: createSchedule({ name: 'cosine', final: 1e-4 }, learningRate),
    epochs: 25,
    batchSize: 150,
    seed: 0,
  });
  const found = tidy(() => {
    const { latents } = model.terms([tensor([[-2], [0], [2]])], [tensor([[0], [0], [0]])]);
    const { posterior } = latents.find(isVariational)!;
    return [posterior.mean!(), posterior.variance!()].map((each) => [...each.dataSync()]);
  });
  const [means, variances] = found as [number[], number[]];
  [-2, 0, 2].forEach((x, index) => {
    const exact = (2 * x) / 5;
    t.true(Math.abs(means[index]! - exact) < 0.06, `x ${x}: mean ${means[index]}, exact ${exact}`);
  });
  const deviation = Math.sqrt(variances[1]!);
  t.true(Math.abs(deviation - Math.sqrt(1 / 5)) < 0.04, `standard deviation ${deviation}`);
  const { jointKlEstimate } = await evaluate(model, {
    data: readings(500, 2),
    objective,
    batchSize: 500,
    seed: 0,
  });
  t.true(Math.abs(jointKlEstimate!) < 0.15, `${jointKlEstimate}`);
});

test('its metrics are estimates by name, and no log-likelihood is estimated', async (t) => {
  const { model, objective } = built();
  const metrics = await evaluate(model, { data: readings(20, 1), objective, batchSize: 10, seed: 0 });
  t.deepEqual(Object.keys(metrics).toSorted(), [
    'discriminatorAccuracy',
    'jointKlEstimate',
    'loss/discriminator',
    'loss/model',
    'reverseKlEstimate',
  ]);
  const problem = 'The likelihood of "x" has no density: "readings" can only be drawn.';
  t.is(nllProblem(model), problem);
  t.is(annealedProblem(model), problem);
});

test('other objectives refuse a simulator, and name the objective for it', (t) => {
  const { message, hint } = t.throws(() => checkDistributions(elbo(), built().model), {
    instanceOf: HelmholtzError,
  });
  t.regex(message, /computes its density only at its own draws/);
  t.regex(hint!, /likelihoodFree/);
});

test('throws an error for a variable or a noise that the simulator lacks', (t) => {
  const refused = (options: object): HelmholtzError =>
    t.throws(() => built({ objective: { name: 'likelihoodFree', ...options } }), {
      instanceOf: HelmholtzError,
    });
  t.regex(refused({ input: 'y' }).message, /which the model lacks/);
  t.regex(refused({ latents: ['z', 'w'] }).message, /"w", which the model lacks/);
  t.is(likelihoodFree().monitor.metric, 'jointKlEstimate');
});
