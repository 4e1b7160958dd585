/** Normalizing flows in the graphs of recipes: as posterior, as prior and as likelihood. */
import { HelmholtzError } from '@helmholtz/base';
import {
  type LatentVariableModel,
  type Objective,
  type SpecInput,
  type VariationalTerm,
  checkDistributions,
  drawNoise,
  elbo,
  importanceWeightedBound,
  logLikelihood,
  logPosterior,
  logPrior,
  phasesOf,
  priorDraws,
  readSpec,
  readWeights,
  viewOfTerms,
  writeSpec,
} from '@helmholtz/core';
import { FlowDistribution, Normal, flowOfText, flowText } from '@helmholtz/distributions';
import { chosenFlow } from '@helmholtz/layers';
import {
  type Tensor,
  type Tensor2D,
  matMul,
  tensor,
  tidy,
  variableGrads,
  zeros,
} from '@tensorflow/tfjs-core';
import test, { type ExecutionContext } from 'ava';

import { buildModel } from './testing/any-names.js';
import '@helmholtz/testing/cpu-backend';
import { ByHand } from './testing/by-hand.js';

const { tanh } = Math;
const dense = (units: number) => [{ layer: 'dense', units, activation: 'tanh' }];
const spec: SpecInput = {
  recipe: 'vae',
  observed: { shape: [6] },
  latents: [{ name: 'z', size: 3 }],
  networks: { recognition: dense(5), generative: dense(5) },
  seed: 8,
};
const x = [1, 0, 1, 1, 0, 0];
const noise = [1.2, -0.3, 0.4];
const coupling = { name: 'affineCoupling', repeat: 2, hidden: [4] };

const close = (t: ExecutionContext, value: number, expected: number, what = ''): boolean =>
  t.true(Math.abs(value - expected) < 2e-5 * (1 + Math.abs(expected)), `${what} ${value}, ${expected}`);

/** Sets weights of any size. Networks of flows initially return 0, which would hide errors. */
function withWeights(model: LatentVariableModel): LatentVariableModel {
  for (const [name, weight] of model.weights) {
    if (!name.includes('flow')) continue;
    const length = weight.shape.reduce<number>((product, size) => product * size!, 1);
    const values = Array.from({ length }, (_, index) => 0.4 * Math.sin(2 * index + 1));
    weight.write(tensor(values, weight.shape as number[]));
  }
  return model;
}

const build = (more: Partial<SpecInput>): LatentVariableModel =>
  withWeights(buildModel({ ...spec, ...more }));

const number = (compute: () => Tensor): number => tidy(() => compute().dataSync()[0]!);

const cases: Record<
  string,
  readonly (string | { readonly name: string; readonly [key: string]: unknown })[]
> = {
  planar: [{ name: 'planar', repeat: 2 }],
  'planar, shared': [{ name: 'planar', amortized: false }],
  radial: ['radial'],
  sylvester: [{ name: 'sylvester', columns: 2 }],
  'householder sylvester': ['householderSylvester'],
  'affine coupling': [coupling],
  'inverse autoregressive': [{ name: 'inverseAutoregressive', hidden: [4], repeat: 2 }],
  'spline coupling': [{ name: 'splineCoupling', hidden: [4], bins: 4 }],
  several: ['actNorm', { name: 'permutation', order: [2, 0, 1] }, 'radial'],
};

for (const [name, steps] of Object.entries(cases)) {
  test(`posterior: its density at a draw is that of the flow, ${name}`, async (t) => {
    const model = build({ posterior: { name: 'flow', steps } });
    const by = await ByHand.create(model);
    const features = by.dense('recognition/recognition_1', x, tanh);
    const row = (values: readonly number[]): Tensor => tensor([[...values]]);
    const kernel = [...(await readWeights(model))].find(([key]) => key === 'z_flow_features/kernel')?.[1];
    const amortized =
      kernel &&
      Array.from({ length: kernel.values.length / 5 }, (_, unit) =>
        features.reduce(
          (sum, value, at) => sum + value * kernel.values[at * (kernel.values.length / 5) + unit]!,
          0,
        ),
      );
    const weights = [...(await readWeights(model))].find(([key]) => key === 'z_flow_weights/values')?.[1];
    const flow = new FlowDistribution(chosenFlow(steps), {
      base: Normal.fromLogVariance(
        row(by.dense('z_loc', features)),
        row(by.dense('z_log_variance', features)),
      ),
      weights: weights && tensor([...weights.values]),
      amortized: amortized && row(amortized),
    });
    const expected = flow.sampleWithLogProb(row(noise));
    const [term] = model.terms([row(x)], [row(noise)]).latents as [VariationalTerm];
    [...term.value!.dataSync()].forEach((value, index) => close(t, value, expected.value.dataSync()[index]!));
    close(
      t,
      number(() => logPosterior(term)),
      expected.logProb.dataSync()[0]!,
    );
  });
}

test('posterior: several samples equal single samples', (t) => {
  const model = build({
    posterior: { name: 'flow', steps: [{ name: 'inverseAutoregressive', hidden: [4] }] },
  });
  const inputs = [tensor([x, x.map((value) => 1 - value)])];
  const drawn = drawNoise(model.noise, 6, 0, ['noise']);
  const together = model.terms(inputs, drawn, { samples: 3 }).latents[0] as VariationalTerm;
  const values = logPosterior(together).dataSync();
  const all = drawn[0]!.dataSync();
  for (const sample of [0, 1, 2]) {
    const own = tensor(all.slice(6 * sample, 6 * sample + 6), [2, 3]);
    const [alone] = model.terms(inputs, [own]).latents as [VariationalTerm];
    logPosterior(alone)
      .dataSync()
      .forEach((value, row) => close(t, values[2 * sample + row]!, value));
  }
});

/** The gradients of an objective's loss at many draws, by the names of weights. */
function gradients(
  model: LatentVariableModel,
  objective: Objective,
  samples: number,
  rows = 1,
): Map<string, number[]> {
  const inputs = [tensor(Array<number[]>(rows).fill(x))];
  const drawn = drawNoise(model.noise, samples * rows, 0, ['gradients']);
  const { pathwise } = objective;
  const { grads } = variableGrads(() => {
    const terms = model.terms(inputs, drawn, { training: true, samples, pathwise });
    return phasesOf(objective)[0]!.evaluate(viewOfTerms(terms), { training: true, coefficients: {} }).loss;
  }, model.trainableVariables);
  const named = [...model.weights].map(([name, weight]) => [name, weight.read()] as const);
  return new Map(
    named.flatMap(([name, variable]) => {
      const gradient = grads[(variable as unknown as { name: string }).name];
      return gradient ? [[name, [...gradient.dataSync()]] as const] : [];
    }),
  );
}

for (const [name, steps] of Object.entries({ coupling: [coupling], radial: ['radial', 'actNorm'] })) {
  test(`posterior: the path gradient is the whole one on average, ${name}`, (t) => {
    const model = build({ posterior: { name: 'flow', steps } });
    const samples = 20_000;
    const whole = gradients(model, elbo({ kl: 'monteCarlo', samples }), samples);
    const path = gradients(model, elbo({ kl: 'monteCarlo', samples, gradient: 'path' }), samples);
    for (const [weight, values] of whole) {
      const scale = Math.max(...values.map(Math.abs), 0.1);
      path
        .get(weight)!
        .forEach((value, index) =>
          t.true(Math.abs(value - values[index]!) < 0.06 * scale, `${weight} ${value} for ${values[index]}`),
        );
    }
    t.notDeepEqual(path.get('z_flow_weights/values'), whole.get('z_flow_weights/values'));
  });
}

test('posterior: the doubly reparameterized gradient is that of the bound on average', (t) => {
  const model = build({ posterior: { name: 'flow', steps: [coupling] } });
  const objective = (gradient: 'total' | 'doublyReparameterized') =>
    importanceWeightedBound({ samples: 2, gradient });
  const whole = gradients(model, objective('total'), 2, 20_000);
  const doubly = gradients(model, objective('doublyReparameterized'), 2, 20_000);
  t.notDeepEqual(doubly.get('z_flow_weights/values'), whole.get('z_flow_weights/values'));
  for (const [weight, values] of whole) {
    doubly
      .get(weight)!
      .forEach((value, index) =>
        t.true(Math.abs(value - values[index]!) < 0.05, `${weight} ${value} for ${values[index]}`),
      );
  }
});

test('posterior: gradients along the path throw an error that names the latent without a cheap inverse', (t) => {
  const model = build({ posterior: { name: 'flow', steps: ['planar'] } });
  const error = t.throws(() => checkDistributions(elbo({ kl: 'monteCarlo', gradient: 'path' }), model), {
    instanceOf: HelmholtzError,
  });
  t.regex(error.message, /takes a gradient along the path, which the posterior of "z"/);
  t.regex(error.hint!, /radial|affineCoupling/);
});

test('prior: its density at the draw is that of the flow, and draws of the model are the flow’s', async (t) => {
  const steps = [{ name: 'maskedAutoregressive', repeat: 2, hidden: [4] }, 'actNorm'];
  const model = build({ prior: { name: 'flow', steps } });
  const by = await ByHand.create(model);
  const weights = tensor(by.values('z_prior_flow_weights/values'));
  const flow = new FlowDistribution(chosenFlow(steps), { weights });
  const [term] = model.terms([tensor([x])], [tensor([noise])]).latents as [VariationalTerm];
  close(
    t,
    number(() => logPrior(term)),
    number(() => flow.logProb(term.value!)),
  );
  const { values } = (await priorDraws(model, 50, 3)).get('z')!;
  const drawn = tensor([...values], [50, 3]);
  // The inverse of a draw is standard normal noise: its mean square is near 1.
  const squares = [...flow.logProb(drawn).dataSync()];
  t.true(squares.every(Number.isFinite));
  t.is(checkDistributions(elbo(), model).length, 1);
});

test('prior: with a flow as the posterior, too', (t) => {
  const model = build({
    posterior: { name: 'flow', steps: ['planar'] },
    prior: { name: 'flow', steps: [coupling] },
  });
  const [term] = model.terms([tensor([x])], [tensor([noise])]).latents as [VariationalTerm];
  t.true(Number.isFinite(number(() => logPosterior(term))) && Number.isFinite(number(() => logPrior(term))));
});

test('prior: a conditional flow of a latent given other latents', (t) => {
  const model = build({
    recipe: 'composed',
    latents: [
      { name: 'top', size: 2, posterior: { given: ['x'] } },
      {
        name: 'z',
        size: 3,
        posterior: { given: ['x'] },
        prior: { name: 'flow', given: ['top'], steps: [coupling] },
      },
    ],
    networks: { generative: [], generative_z: [], recognition_top: [], recognition_z: [] },
    observed: { shape: [6], given: ['z'], network: 'generative' },
  });
  const terms = model.terms(
    [tensor([x])],
    model.noise.map(({ shape }) => zeros([1, ...shape])),
  );
  const [, z] = terms.latents as [VariationalTerm, VariationalTerm];
  t.regex(z.prior.family, /^flow\(normal, affineCoupling x2/);
  t.true(Number.isFinite(number(() => logPrior(z))));
});

for (const steps of [
  [{ name: 'planar', repeat: 2 }],
  [coupling],
  [{ name: 'inverseAutoregressive', hidden: [4] }],
]) {
  test(`posterior: between the levels of a deep model, its density is that of the flow of the latent below, ${steps[0]!.name}`, async (t) => {
    const model = build({
      recipe: 'dlgm',
      latents: [
        { name: 'z1', size: 3, posterior: { name: 'flow', steps } },
        { name: 'z2', size: 2, posterior: { name: 'flow', steps } },
      ],
      networks: { recognition_z1: dense(5), recognition_z2: dense(4), generative_z1: [], generative_x: [] },
    });
    const by = await ByHand.create(model);
    const row = (values: readonly number[]): Tensor => tensor([[...values]]);
    const [z1, z2] = model.terms([row(x)], [row(noise), row([0.7, -1.1])]).latents as [
      VariationalTerm,
      VariationalTerm,
    ];
    const features = by.dense('recognition_z2/recognition_z2_1', [...z1.value!.dataSync()], tanh);
    const kernel = by.values('z2_flow_features/kernel');
    const flow = new FlowDistribution(chosenFlow(steps), {
      base: Normal.fromLogVariance(
        row(by.dense('z2_loc', features)),
        row(by.dense('z2_log_variance', features)),
      ),
      weights: tensor(by.values('z2_flow_weights/values')),
      amortized: matMul<Tensor2D>(row(features), tensor(kernel, [4, kernel.length / 4])),
    });
    const expected = flow.sampleWithLogProb(row([0.7, -1.1]));
    [...z2.value!.dataSync()].forEach((value, index) => close(t, value, expected.value.dataSync()[index]!));
    close(
      t,
      number(() => logPosterior(z2)),
      expected.logProb.dataSync()[0]!,
    );
  });
}

test('likelihood: its density is that of the flow from the location of the network', async (t) => {
  const steps = [coupling, 'actNorm'];
  const model = build({ likelihood: { name: 'flow', steps, scale: 0.5 } });
  const at = [0.3, -1, 2, 0.1, 0, 1.5];
  const { observed } = model.terms([tensor([at])], [tensor([noise])]);
  const by = await ByHand.create(model);
  const { value } = model.terms([tensor([at])], [tensor([noise])]).latents[0]!;
  const loc = by.dense(
    'generative/generative_output',
    by.dense('generative/generative_1', [...value!.dataSync()], tanh),
  );
  const flow = new FlowDistribution(flowOfText(flowText(chosenFlow(steps))), {
    base: new Normal(tensor([loc]), tensor(0.5)),
    weights: tensor(by.values('x_likelihood/flow')),
  });
  close(
    t,
    number(() => logLikelihood(observed[0]!)),
    number(() => flow.logProb(tensor([at]))),
  );
});

test('a spec with flows is read again as it was written', async (t) => {
  const model = buildModel({
    ...spec,
    posterior: { name: 'flow', steps: [{ name: 'planar', repeat: 2, amortized: false }, 'radial'] },
    prior: { name: 'flow', steps: [coupling] },
  });
  const again = buildModel(readSpec(writeSpec(model.spec!), 'spec.yaml'));
  t.deepEqual(await readWeights(again), await readWeights(model));
});

const refusals: Record<string, [Partial<SpecInput>, RegExp, RegExp]> = {
  'a posterior without cheap draws': [
    { posterior: { name: 'flow', steps: ['maskedAutoregressive'] } },
    /^The posterior of "z" needs the forward direction of its flow, which the step "maskedAutoregressive"/,
    /Steps that have it: planar, .*inverseAutoregressive/,
  ],
  'a prior without cheap densities': [
    { prior: { name: 'flow', steps: ['actNorm', 'planar'] } },
    /^The prior of "z" needs the inverse direction of its flow, which the step "planar"/,
    /Steps that have it: radial, .*maskedAutoregressive/,
  ],
  'a likelihood without cheap densities': [
    { likelihood: { name: 'flow', steps: ['inverseAutoregressive'] } },
    /^The likelihood of "x" needs the inverse direction/,
    /affineCoupling/,
  ],
  'an unknown step': [
    { posterior: { name: 'flow', steps: ['plannar'] } },
    /^There is no flow step named "plannar"\.$/,
    /Did you mean "planar"/,
  ],
  'an unknown option': [
    { posterior: { name: 'flow', steps: [{ name: 'planar', times: 3 }] } },
    /^the flow step "planar": unknown key "times"\.$/,
    /amortized/,
  ],
  'no steps': [{ posterior: { name: 'flow', steps: [] } }, /steps: \[\] was given, at least 1 element/, /./],
  'a vector of one element': [
    { latents: [{ name: 'z', size: 1 }], prior: { name: 'flow', steps: [coupling] } },
    /^The flow step "affineCoupling" cannot transform vectors of one element\.$/,
    /planar/,
  ],
  'vectors of one element along the last axis of images': [
    { observed: { shape: [4, 4, 1] }, likelihood: { name: 'flow' } },
    /^The flow step "affineCoupling" cannot transform vectors of one element\.$/,
    /at least two dimensions/,
  ],
};

for (const [name, [more, message, hint]] of Object.entries(refusals)) {
  test(`throws an error with a hint when the model is built: ${name}`, (t) => {
    const error = t.throws(() => buildModel({ ...spec, ...more }), { instanceOf: HelmholtzError });
    t.regex(error.message, message);
    t.regex(error.hint!, hint);
  });
}
