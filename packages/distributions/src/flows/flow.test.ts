/** Steps of normalizing flows against JAX, distrax and NumPyro, and flows of several steps. */
import { HelmholtzError } from '@helmholtz/base';
import { reference } from '@helmholtz/testing/reference';
import { type Tensor, add, grads, mul, sum, tensor, zeros } from '@tensorflow/tfjs-core';
import test, { type ExecutionContext } from 'ava';

import '@helmholtz/testing/cpu-backend';
import { familyDistribution, parametersOf } from '../registry.js';
import { flowFamilyName } from './flow-family.js';
import { flowOfText, flowText } from './flow-text.js';
import { Flow } from './flow.js';
import { flowStepOf } from './step-registry.js';

interface Peer {
  readonly step: string;
  readonly options: Readonly<Record<string, unknown>>;
  readonly weights: readonly number[];
  readonly x: readonly number[];
  readonly direction: readonly number[];
  readonly y: readonly number[];
  readonly logDet: readonly number[];
  readonly gradient: { readonly weights: readonly number[]; readonly x: readonly number[] };
}

function near(t: ExecutionContext, found: Tensor, expected: readonly number[], tolerance: number): void {
  t.is(found.size, expected.length);
  const values = found.dataSync();
  expected.forEach((value, index) =>
    t.true(
      Math.abs(values[index]! - value) < tolerance * (1 + Math.abs(value)),
      `${values[index]} for ${value}`,
    ),
  );
}

const flowOf = (name: string, options: Readonly<Record<string, unknown>> = {}, repeat = 1): Flow => {
  const step = flowStepOf(name);
  return new Flow([{ step, options: step.options.parse(options), repeat }]);
};

for (const peer of reference<readonly Peer[]>('flows.json')) {
  test(`${peer.step}: values, log-determinants and gradients are a peer's`, (t) => {
    const flow = flowOf(peer.step, peer.options);
    const [size, rows] = [4, peer.x.length / 4];
    const direction = tensor([...peer.direction], [rows, size]);
    const [weights, x] = [tensor([...peer.weights]), tensor([...peer.x], [rows, size])];
    t.is(flow.weightCount(size), peer.weights.length);
    const { value, logDet } = flow.bijector(size, weights).forwardWithLogDet(x);
    near(t, value, peer.y, 1e-5);
    near(t, logDet, peer.logDet, 1e-5);
    const [ofWeights, ofX] = grads((w: Tensor, at: Tensor) => {
      const both = flow.bijector(size, w).forwardWithLogDet(at);
      return add(sum(mul(both.value, direction)), sum(both.logDet));
    })([weights, x]);
    near(t, ofWeights!, peer.gradient.weights, 1e-4);
    near(t, ofX!, peer.gradient.x, 1e-4);
  });
}

test('a flow is its steps after each other, the second of two ordered ones in reverse', (t) => {
  const flow = flowOf('additiveCoupling', { hidden: [], amortized: false }, 2);
  // y2 = x2 + 3 x1 + 1, then y1 = x1 + 5 y2 + 2.
  const bijector = flow.bijector(2, tensor([3, 1, 5, 2]));
  t.deepEqual([...bijector.forward(tensor([[1, 10]])).dataSync()], [1 + 5 * 14 + 2, 14]);
  t.deepEqual([...bijector.inverse!(tensor([[73, 14]])).dataSync()], [1, 10]);
  t.deepEqual(
    flow.parameters(2).map(({ name }) => name),
    [1, 2].flatMap((step) => [`additiveCoupling_${step}_kernel_1`, `additiveCoupling_${step}_bias_1`]),
  );
});

test('the text of a flow is read as the same flow', (t) => {
  const planar = flowStepOf('planar');
  const permutation = flowStepOf('permutation');
  const flow = new Flow([
    { step: planar, options: { amortized: true }, repeat: 20 },
    { step: permutation, options: { order: [1, 0, 2] }, repeat: 1 },
    { step: planar, options: { amortized: false }, repeat: 1 },
  ]);
  t.is(flowText(flow), 'planar x20, permutation order=[1,0,2], planar amortized=false');
  t.deepEqual(flowOfText(flowText(flow)).steps, flow.steps);
});

test('a text that is not a flow is an error', (t) => {
  const refused = (text: string) => t.throws(() => flowOfText(text), { instanceOf: HelmholtzError });
  t.is(refused('plannar x2').message, 'There is no flow step named "plannar".');
  t.regex(refused('plannar x2').hint!, /planar/);
  t.is(refused('planar size=2').message, 'The flow step "planar size=2" can\'t be read.');
  t.is(refused('planar amortized=maybe').message, 'The flow step "planar amortized=maybe" can\'t be read.');
});

test('the family of a flow is known by its name, with its parameters', (t) => {
  const amortized = flowFamilyName('normal', flowOf('planar', {}, 2));
  t.deepEqual(parametersOf(amortized), ['loc', 'logVariance', 'weights', 'amortized']);
  const prior = flowFamilyName('standardNormal', flowOf('affineCoupling'));
  t.deepEqual(parametersOf(prior), ['weights']);
  const fixed = flowFamilyName('normal', flowOf('sigmoid'));
  t.deepEqual(parametersOf(fixed), ['loc', 'logVariance']);
  t.throws(() => parametersOf('flow(laplace, planar)'), { instanceOf: HelmholtzError });
});

test('a flow of affine steps is a normal distribution', (t) => {
  const flow = flowOf('actNorm', {}, 2);
  const loc = tensor([1, -2, 0.5]);
  const step = [0.5, -1, 2, 0.2, -0.3, 0.1];
  const family = flowFamilyName('normal', flow);
  const distribution = familyDistribution(family, [
    loc,
    mul(loc, 0),
    tensor([...step, ...step.map((x) => -x)]),
  ]);
  const noise = tensor([[0.3, -1, 2], [0, 0, 1]]); // prettier-ignore
  const drawn = distribution.sampleWithLogProb(noise);
  near(t, distribution.logProb(drawn.value), [...drawn.logProb.dataSync()], 1e-5);
  // The scales of the two steps cancel, so the density at a draw is that of its noise.
  const expected = [5.09, 1].map((squares) => -squares / 2 - (3 * Math.log(2 * Math.PI)) / 2);
  near(t, drawn.logProb, expected, 1e-5);
});

test('a flow without a cheap inverse has a density only at its own draws', (t) => {
  const family = flowFamilyName('standardNormal', flowOf('inverseAutoregressive', { hidden: [4] }));
  const weights = zeros([flowOf('inverseAutoregressive', { hidden: [4] }).weightCount(2)]);
  t.false(familyDistribution(family, [weights]).hasLogProb);
});
