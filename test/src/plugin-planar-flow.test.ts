import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import * as core from '@helmholtz/core';
import { assemble, recipeParts } from '@helmholtz/recipes';
import * as tfCore from '@tensorflow/tfjs-core';
import type * as tfLayers from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';
import test from 'ava';

import { loadPlugins } from '../../packages/cli/dist/plugins/load-plugins.js';
import { bijectorConforms } from '../../packages/distributions/dist/testing/bijector-conformance.js';
import { helmholtz, json, newFolder } from './cli-process.js';

tfCore.enableProdMode();
await tfCore.setBackend('cpu');

interface Flow extends tfLayers.layers.Layer {
  bijector(): core.Bijector;
}

const file = fileURLToPath(new URL('../../examples/plugins/planar-flow.js', import.meta.url));
const { parts } = await loadPlugins([file]);

const posterior = { name: 'planar', length: 2 } as never;
const { model } = assemble(
  {
    recipe: 'vae',
    observed: { shape: [3] },
    latents: [{ name: 'z', size: 2 }],
    networks: { recognition: [], generative: [] },
    posterior,
  },
  parts,
);
const PlanarFlow = model.layersModel.getLayer('z_planar_1').constructor as new (config: object) => Flow;

/** u, w and b; w u is below -1 before it is moved. */
const weights = [[0.8, -0.2], [-1.2, 0.8], [0.3]];

function flowLayer(): Flow {
  const layer = new PlanarFlow({ name: 'planar' });
  layer.build([null, 2]);
  layer.setWeights(weights.map((values) => tfCore.tensor(values)));
  return layer;
}

/** The planar transformation of a vector by hand, in float64, and its log-determinant. */
function byHand([u, w, b]: readonly number[][], x: readonly number[]): { y: number[]; logDet: number } {
  const dot = (vector: readonly number[]): number =>
    w!.reduce((sum, weight, at) => sum + weight * vector[at]!, 0);
  const along = (Math.log1p(Math.exp(dot(u!))) - 1 - dot(u!)) / dot(w!);
  const moved = u!.map((value, at) => value + along * w![at]!);
  const bend = Math.tanh(dot(x) + b![0]!);
  const y = x.map((value, at) => value + moved[at]! * bend);
  return { y, logDet: Math.log(1 + dot(moved) * (1 - bend ** 2)) };
}

bijectorConforms(test, {
  name: 'planar',
  create: () => flowLayer().bijector(),
  points: [
    [0, 0],
    [1, -0.5],
    [-2, 1],
    [0.3, 2],
  ],
});

test('the density of a planar flow adds up to one over a grid, though it has no inverse of its own', (t) => {
  const side = Array.from({ length: 161 }, (_, index) => -8 + index / 10);
  const w = weights[1]!;
  // x = y - u h(w x + b) moves along u alone, so the number w x is enough to be found, by halving.
  const inverse = (y: readonly number[]): number[] => {
    const dot = (vector: readonly number[]): number => w[0]! * vector[0]! + w[1]! * vector[1]!;
    const { y: step } = byHand(weights, [0, 0]);
    const bend = Math.tanh(weights[2]![0]!);
    const u = step.map((value) => value / bend);
    let [low, high] = [dot(y) - 10, dot(y) + 10];
    for (let halving = 0; halving < 60; halving++) {
      const middle = (low + high) / 2;
      if (middle + dot(u) * Math.tanh(middle + weights[2]![0]!) < dot(y)) low = middle;
      else high = middle;
    }
    const h = Math.tanh(low + weights[2]![0]!);
    return y.map((value, at) => value - u[at]! * h);
  };
  const points = side.flatMap((a) => side.map((b) => inverse([a, b])));
  const x = tfCore.tensor2d(points);
  const base = new core.Normal(tfCore.scalar(0), tfCore.scalar(1));
  const flow = new core.TransformedDistribution(base, flowLayer().bijector());
  t.false(flow.hasLogProb);
  const { value, logProb } = flow.sampleWithLogProb(x);
  // What was drawn is the grid, so the log-densities are those at its points.
  const drawn = value.dataSync();
  side
    .flatMap((a) => side.map((b) => [a, b]))
    .forEach(([a, b], row) => {
      if (Math.abs(drawn[2 * row]! - a!) + Math.abs(drawn[2 * row + 1]! - b!) > 1e-4) t.fail(`${a}, ${b}`);
    });
  const total = Array.from(logProb.dataSync()).reduce((sum, log) => sum + Math.exp(log) / 100, 0);
  t.true(Math.abs(total - 1) < 1e-5, `${total}`);
});

const latents = [
  { name: 'z1', size: 3 },
  { name: 'z2', size: 2 },
];

test('log q(z) in a model is that of its layers by hand, and the bound is made of it', (t) => {
  const x = tfCore.tensor([
    [1, 0, 1],
    [0, 0, 1],
  ]);
  const noise = core.drawNoise(model.noise, 2, 0, ['noise']);
  const terms = model.terms([x], noise);
  const [term] = terms.latents as [core.VariationalTerm];
  const rows = (name: string) => model.layersModel.getLayer(name).apply(x) as tfCore.Tensor;
  const [loc, logVariance] = ['z_loc', 'z_log_variance'].map((name) => rows(name).arraySync() as number[][]);
  const epsilon = noise[0]!.arraySync() as number[][];
  const [found, values] = [
    core.logPosterior(term).arraySync() as number[],
    term.value!.arraySync() as number[][],
  ];
  let kl = 0;
  for (const row of [0, 1]) {
    let value = loc![row]!.map((at, i) => at + Math.exp(logVariance![row]![i]! / 2) * epsilon[row]![i]!);
    let logProb = epsilon[row]!.reduce(
      (sum, noise, i) => sum - noise ** 2 / 2 - Math.log(2 * Math.PI) / 2 - logVariance![row]![i]! / 2,
      0,
    );
    for (const name of ['z_planar_1', 'z_planar_2']) {
      const own = model.layersModel
        .getLayer(name)
        .getWeights()
        .map((weight) => Array.from(weight.dataSync()));
      const { y, logDet } = byHand(own, value);
      value = y;
      logProb -= logDet;
    }
    value.forEach((at, i) => t.true(Math.abs(at - values[row]![i]!) < 1e-5));
    t.true(Math.abs(logProb - found[row]!) < 1e-4, `${logProb}, ${found[row]}`);
    const logPrior = value.reduce((sum, at) => sum - at ** 2 / 2 - Math.log(2 * Math.PI) / 2, 0);
    kl += (logProb - logPrior) / 2;
  }
  const { metrics } = core.elbo().evaluate(core.viewOfTerms(terms), { training: false, coefficients: {} });
  t.true(Math.abs(metrics['kl/z']!.dataSync()[0]! - kl) < 1e-4);
});

test('a hierarchy that is recognised from the bottom up takes flows for its latents', (t) => {
  const sizes = { observed: { name: 'x', shape: [3] }, hidden: [4], latents };
  const dlgm = recipeParts.recipes.find(({ name }) => name === 'dlgm');
  const { model, objective } = assemble<core.PartLists>(
    { ...core.declareRecipe(dlgm!, sizes), posterior },
    parts,
  );
  t.deepEqual(core.checkDistributions(objective, model).length, 1);
  const noise = core.drawNoise(model.noise, 1, 0, ['noise']);
  const terms = model.terms([tfCore.tensor([[1, 0, 1]])], noise);
  const { metrics } = core.elbo().evaluate(core.viewOfTerms(terms), { training: false, coefficients: {} });
  const number = (name: string): number => metrics[name]!.dataSync()[0]!;
  const [z1, z2] = (terms.latents as core.VariationalTerm[]).map((latent) =>
    tfCore.sub(core.logPosterior(latent), core.logPrior(latent)).dataSync(),
  );
  t.true(Math.abs(number('kl/z1') - z1![0]!) < 1e-4 && Math.abs(number('kl/z2') - z2![0]!) < 1e-4);
  t.true(Math.abs(number('kl') - z1![0]! - z2![0]!) < 1e-4);
});

const { serial } = test;
let folder: string;
let remove: () => Promise<void>;
serial.before(async () => {
  ({ folder, remove } = await newFolder());
});
serial.after.always(() => remove());

interface Evaluated {
  readonly test: Readonly<Record<string, number>>;
  readonly importanceSampling: { readonly nll: number; readonly standardError: number };
  readonly latents: readonly { readonly klKind: string; readonly codes: string }[];
  readonly omitted: Readonly<Record<string, string>>;
}

const use = ['--plugin', file, '--quiet'];
const note = 'The posterior of "z" has no mean: its code is the value for noise of zero.';

serial('it trains compiled, reports, evaluates and draws', async (t) => {
  const run = join(folder, 'run');
  const sizes = ['--latent', '2', '--hidden', '32', '--epochs', '2', '--batch-size', '250'];
  const argv = [...sizes, '--set', 'posterior=planar', '--set', 'data.binarization=threshold'];
  const trained = await json<Evaluated>(t, 'train', 'vae', ...argv, '--out', run, ...use);
  t.true(trained.test['nelbo']! < 784 * Math.log(2));
  const rows = (await readFile(join(run, 'metrics.jsonl'), 'utf8')).trim().split('\n');
  const nelbos = rows.map((row) => (JSON.parse(row) as { train: Evaluated['test'] }).train['nelbo']!);
  t.true(nelbos[1]! < nelbos[0]!, 'it learns');

  const report = await readFile(join(run, 'report.html'), 'utf8');
  t.true(report.includes('its code is the value for noise of zero'));
  for (const figure of ['latent', 'manifold', 'reconstructions', 'samples', 'interpolation']) {
    await t.notThrowsAsync(access(join(run, 'figures', `${figure}.svg`)), figure);
  }

  const options = ['--examples', '100', '--importance-samples', '50'];
  const evaluated = await json<Evaluated>(t, 'evaluate', run, ...options, ...use);
  const { nll, standardError } = evaluated.importanceSampling;
  t.true(Number.isFinite(nll) && Number.isFinite(standardError));
  t.true(nll < evaluated.test['nelbo']!, `${nll}, ${evaluated.test['nelbo']}`);
  const codes =
    'The mutual information of codes needs the density of a posterior at any value, and "planar" of "z" is known at its draw alone.';
  t.deepEqual(evaluated.omitted, { posteriorMeans: note, codes });
  t.deepEqual(
    evaluated.latents.map(({ klKind, codes }) => [klKind, codes]),
    [['monteCarlo', 'zeroNoise']],
  );

  for (const level of ['layers', 'plates', 'joint']) {
    const { code, stdout, stderr } = await helmholtz(
      'draw',
      run,
      '--level',
      level,
      '--format',
      'dot',
      ...use,
    );
    t.is(code, 0, stderr);
    t.true(stdout.includes(level === 'layers' ? 'PlanarFlow' : 'z'));
  }
  const { code, stderr } = await helmholtz('embed', run, '--plugin', file);
  t.is(code, 0, stderr);
  t.true(stderr.includes(note));
});

serial('an analytic divergence is refused before anything is loaded or written', async (t) => {
  const out = join(folder, 'refused');
  const argv = ['--set', 'posterior=planar', '--set', 'objective={ name: elbo, kl: analytic }', '--out', out];
  const { code, stderr } = await helmholtz('train', 'vae', ...argv, ...use);
  t.is(code, 1, stderr);
  t.regex(stderr, /^error: The latent "z" has no analytic KL divergence: KL\(planar, standardNormal\)/m);
  await t.throwsAsync(access(out));
});
