import * as core from '@helmholtz/core';
import {
  type LatentVariableModel,
  meanOf,
  parseSpec,
  posteriorMeans,
  priorDraws,
  readExamples,
  type Recipe,
  type Spec,
  tokens,
  train,
  varianceOf,
  type PartLists,
} from '@helmholtz/core';
import { arrayDataset } from '@helmholtz/datasets';
import * as layers from '@helmholtz/layers';
import { createContainer } from '@helmholtz/recipes';
import * as tfCore from '@tensorflow/tfjs-core';
import * as tfLayers from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import test from 'ava';

tfCore.enableProdMode();
await tfCore.setBackend('cpu');

type Plugin = (api: object) => { readonly recipes: readonly Recipe[] };

const url = new URL('../../examples/plugins/two-layer-dlgm.js', import.meta.url);
const { default: plugin } = (await import(url.href)) as { default: Plugin };
const { recipes } = plugin({ core, layers, tf: { ...tfCore, ...tfLayers } });

const spec: Spec = parseSpec({
  recipe: 'two-layer-dlgm' as 'vae',
  observed: { shape: [6] },
  latents: [{ name: 'z', size: 4 }],
  networks: {
    recognition: [{ layer: 'dense', units: 8, activation: 'tanh' }],
    generative: [{ layer: 'dense', units: 8, activation: 'tanh' }],
  },
  seed: 2,
});

function build(): { model: LatentVariableModel; objective: core.Objective } {
  const container = createContainer<PartLists>(spec, [{ recipes }]);
  return { model: container.get(tokens.model), objective: container.get(tokens.objective) };
}

const { model, objective } = build();

/** A dense layer of the graph by hand, in float64. */
function dense(layer: string, input: readonly number[]): number[] {
  const [kernel, bias] = model.layersModel.getLayer(layer).getWeights();
  const rows = kernel!.arraySync() as number[][];
  return (bias!.arraySync() as number[]).map((own, unit) =>
    input.reduce((sum, value, index) => sum + value * rows[index]![unit]!, own),
  );
}

const relu = (values: readonly number[]): number[] => values.map((value) => Math.max(0, value));

/** p(z1 given z2) as the recipe declares it. */
function conditionalPrior(z2: readonly number[]): { loc: number[]; scale: number[] } {
  const features = relu(dense('z1_prior_features', z2));
  return {
    loc: dense('z1_prior_loc', features),
    scale: dense('z1_prior_log_variance', features).map((value) => Math.exp(value / 2)),
  };
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const row = ({ shape, values }: core.Examples, index: number): number[] =>
  Array.from(values.subarray(index * shape[0]!, (index + 1) * shape[0]!));

// As after training: a prior that is nearly the same whatever z2 is would test little.
for (const name of ['z1_prior_loc', 'z1_prior_log_variance']) {
  const layer = model.layersModel.getLayer(name);
  layer.setWeights(layer.getWeights().map((weight) => tfCore.mul(weight, 2)));
}

test('z2 comes before z1, whose prior it decides', (t) => {
  t.deepEqual(
    model.latents
      .map(({ name, shape, divergence }) => [name, shape, divergence?.priorParameters.length])
      .sort(),
    [
      ['z1', [4], 2],
      ['z2', [2], 0],
    ],
  );
  t.deepEqual(
    model.ancestralOrder.map(({ name }) => name),
    ['z2', 'z1'],
  );
});

test('ancestral draws: z2 from its prior, z1 from the prior that its z2 decides', async (t) => {
  const count = 4000;
  const drawn = await priorDraws(model, count, 0);
  const [z1, z2] = [drawn.get('z1')!, drawn.get('z2')!];
  t.deepEqual([z1.shape, z2.shape], [[4], [2]]);
  const standardized: number[][] = [[], [], [], []];
  const locs: number[] = [];
  for (let index = 0; index < count; index++) {
    const { loc, scale } = conditionalPrior(row(z2, index));
    locs.push(loc[0]!);
    row(z1, index).forEach((value, element) => {
      standardized[element]!.push((value - loc[element]!) / scale[element]!);
    });
  }
  const isStandardNormal = (values: number[], what: string): void => {
    t.true(Math.abs(mean(values)) < 4 / Math.sqrt(count), `${what}: mean ${mean(values)}`);
    const variance = mean(values.map((value) => value ** 2));
    t.true(Math.abs(variance - 1) < 4 * Math.sqrt(2 / count), `${what}: variance ${variance}`);
  };
  const z2Columns = [0, 1].map((element) =>
    Array.from({ length: count }, (_, index) => row(z2, index)[element]!),
  );
  z2Columns.forEach((values, element) => isStandardNormal(values, `z2[${element}]`));
  standardized.forEach((values, element) => isStandardNormal(values, `z1[${element}] given z2`));
  t.true(mean(locs.map((value) => value ** 2)) > 0.05, 'z2 matters');
  // The noise of z1 is not that of z2.
  const product = mean(standardized[0]!.map((value, index) => value * z2Columns[0]![index]!));
  t.true(Math.abs(product) < 4 / Math.sqrt(count));
});

test('given one z2, the draws of z1 have the mean and the scale of its conditional prior', async (t) => {
  const z2 = [1.5, -0.5];
  const { loc, scale } = conditionalPrior(z2);
  const [z1] = model.latents.filter(({ name }) => name === 'z1');
  tfCore.tidy(() => {
    const prior = model.priorOf(z1!, { z2: tfCore.tensor2d([z2]) });
    const found = meanOf(prior).dataSync();
    const variance = varianceOf(prior).dataSync();
    loc.forEach((value, element) => {
      t.true(Math.abs(found[element]! - value) < 1e-5);
      t.true(Math.abs(Math.sqrt(variance[element]!) - scale[element]!) < 1e-5);
    });
  });
});

const data = arrayDataset({
  name: 'stripes',
  shape: [6],
  data: Array.from({ length: 60 }, (_, n) =>
    Array.from({ length: 6 }, (_value, i) => ((i + n) % 3 === 0 ? 1 : 0)),
  ),
});

test('the KL divergences are the closed forms, with z1 at the mean of z2', (t) => {
  const x = Array.from({ length: 6 }, (_, i) => (i % 3 === 0 ? 1 : 0));
  const [kernel, bias] = model.layersModel.getLayer('recognition').getWeights();
  const rows = kernel!.arraySync() as number[][];
  const features = (bias!.arraySync() as number[]).map((own, unit) =>
    Math.tanh(x.reduce((sum, value, index) => sum + value * rows[index]![unit]!, own)),
  );
  const z2Features = relu(dense('z2_features', features));
  const posterior = (variable: string, given: number[]) => ({
    loc: dense(`${variable}_loc`, given),
    scale: dense(`${variable}_log_variance`, given).map((value) => Math.exp(value / 2)),
  });
  const [q1, q2] = [posterior('z1', features), posterior('z2', z2Features)];
  const kl = (q: typeof q1, p: { loc: number[]; scale: number[] }): number =>
    q.loc.reduce((sum, loc, i) => {
      const [ratio, distance] = [(q.scale[i]! / p.scale[i]!) ** 2, (loc - p.loc[i]!) / p.scale[i]!];
      return sum + (ratio - 1 - Math.log(ratio) + distance ** 2) / 2;
    }, 0);
  const metrics = tfCore.tidy(() => {
    const noise = model.noise.map(({ shape }) => tfCore.zeros([1, ...shape]));
    const terms = model.terms([tfCore.tensor2d([x])], noise);
    const { metrics } = core
      .phasesOf(objective)[0]!
      .evaluate(core.viewOfTerms(terms), { training: false, coefficients: {} });
    return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, value.dataSync()[0]!]));
  });
  const standard = { loc: [0, 0], scale: [1, 1] };
  const expected = { 'kl/z2': kl(q2, standard), 'kl/z1': kl(q1, conditionalPrior(q2.loc)) };
  for (const [name, value] of Object.entries(expected)) {
    t.true(Math.abs(metrics[name]! - value) < 1e-4 * value, `${name}: ${metrics[name]}, ${value}`);
  }
  t.true(Math.abs(metrics['kl']! - metrics['kl/z1']! - metrics['kl/z2']!) < 1e-5);
});

test('posterior means of both layers', async (t) => {
  const observed = readExamples(data, [0, 1]);
  const means = await posteriorMeans(model, observed);
  t.deepEqual([...means.keys()].sort(), ['z1', 'z2']);
  t.deepEqual([means.get('z1')!.values.length, means.get('z2')!.values.length], [8, 4]);
});

test('it trains', async (t) => {
  const own = build();
  const { history } = await train(own.model, {
    data,
    objective: own.objective,
    optimizer: core.createOptimizer({
      name: 'adam',
      learningRate: 0.02,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
    }),
    epochs: 40,
    batchSize: 20,
    seed: 0,
  });
  // Each element is on in one of three examples: what a model reaches that knows no more than that.
  const withoutLatents = -6 * (Math.log(1 / 3) / 3 + (2 * Math.log(2 / 3)) / 3);
  const last = history.at(-1)!.train;
  t.true(last['nelbo']! < withoutLatents, `${last['nelbo']}, ${withoutLatents}`);
  t.true(last['kl/z1']! > 0 && last['kl/z2']! >= 0);
});
