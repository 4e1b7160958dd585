// Every family on the onnx backend: densities, their gradients, samples and divergences are made of
// native kernels alone.
import '@tensorflow/tfjs-backend-cpu';

import { configureOnnx } from '@helmholtz/backend-onnx';
import {
  Bernoulli,
  Beta,
  Categorical,
  ContinuousBernoulli,
  Dirichlet,
  DiscretizedLogistic,
  type Distribution,
  klDivergence,
  Gamma,
  Hurdle,
  Laplace,
  LogitRelaxedBernoulli,
  LogNormal,
  LogRelaxedCategorical,
  LowRankNormal,
  meanOf,
  MultivariateNormal,
  NegativeBinomial,
  noiseSource,
  Normal,
  NormalMixture,
  Ordinal,
  Poisson,
  RandomStream,
  RelaxedBernoulli,
  RelaxedCategorical,
  StudentT,
  TruncatedNormal,
  VonMises,
  VonMisesFisher,
  ZeroInflated,
  ZeroInflatedLogNormal,
  varianceOf,
} from '@helmholtz/distributions';
import { type Tensor, add, exp, expandDims, grads, setBackend, sum, tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import test from 'ava';

const vector = [0.3, -0.7, 0.4];

interface Case {
  /** From tensors [1, 3], of any number. */
  readonly create: (first: Tensor, second: Tensor) => Distribution;
  readonly value: number[];
  /** Whether a sample is a differentiable function of the parameters. */
  readonly pathwise?: boolean;
  readonly divergence?: boolean;
  /** Whether it has a mean and a variance; true by default. */
  readonly moments?: boolean;
}

const reals = [0.2, -1.5, 3];
const units = [0.2, 0.5, 0.3];

const cases: Record<string, Case> = {
  normal: { create: (a, b) => new Normal(a, exp(b)), value: reals, pathwise: true, divergence: true },
  laplace: { create: (a, b) => new Laplace(a, exp(b)), value: reals, pathwise: true, divergence: true },
  studentT: { create: (a, b) => new StudentT(exp(add(b, 2)), a, exp(a)), value: reals },
  logNormal: { create: (a, b) => new LogNormal(a, exp(b)), value: units, pathwise: true, divergence: true },
  dirichlet: { create: (a) => new Dirichlet(exp(a)), value: units, pathwise: true },
  truncatedNormal: {
    create: (a, b) => new TruncatedNormal(a, exp(b), { low: 0, high: 1 }),
    value: units,
    pathwise: true,
  },
  vonMises: { create: (a, b) => new VonMises(a, exp(b)), value: reals, pathwise: true },
  vonMisesFisher: {
    create: (a, b) => new VonMisesFisher(a, exp(sum(b, -1, true))),
    value: [0.6, 0, -0.8],
    pathwise: true,
  },
  gamma: { create: (a, b) => new Gamma(a, exp(b)), value: units, divergence: true },
  beta: { create: (a, b) => new Beta(exp(a), exp(b)), value: units, divergence: true },
  bernoulli: { create: (a) => new Bernoulli(a), value: [0, 1, 1], divergence: true },
  continuousBernoulli: {
    create: (a) => new ContinuousBernoulli(a),
    value: units,
    pathwise: true,
    divergence: true,
  },
  poisson: { create: (a) => new Poisson(a), value: [0, 3, 40], divergence: true },
  negativeBinomial: { create: (a, b) => new NegativeBinomial(a, exp(b)), value: [0, 3, 40] },
  zeroInflatedPoisson: { create: (a, b) => new ZeroInflated(new Poisson(a), b), value: [0, 3, 40] },
  zeroInflatedNegativeBinomial: {
    create: (a, b) => new ZeroInflated(new NegativeBinomial(a, exp(b)), a),
    value: [0, 3, 40],
  },
  zeroInflatedLogNormal: {
    create: (a, b) => new ZeroInflatedLogNormal(a, exp(b), b),
    value: [0, 0.4, 3],
  },
  hurdlePoisson: { create: (a, b) => new Hurdle(new Poisson(a), b), value: [0, 3, 40] },
  hurdleNegativeBinomial: {
    create: (a, b) => new Hurdle(new NegativeBinomial(a, exp(b)), a),
    value: [0, 3, 40],
  },
  ordinal: {
    create: (a) => new Ordinal(a, tensor([-1, 0.5, 1])),
    value: [0, 3, 1],
  },
  discretizedLogistic: { create: (a, b) => new DiscretizedLogistic(a, exp(b)), value: [0, 3, 255] },
  categorical: { create: (a) => new Categorical(a), value: [0, 1, 0], divergence: true },
  relaxedBernoulli: { create: (a, b) => new RelaxedBernoulli(a, exp(b)), value: units, pathwise: true },
  logitRelaxedBernoulli: {
    create: (a, b) => new LogitRelaxedBernoulli(a, exp(b)),
    value: reals,
    pathwise: true,
  },
  relaxedCategorical: {
    create: (a, b) => new RelaxedCategorical(a, exp(sum(b, -1))),
    value: units,
    pathwise: true,
    moments: false,
  },
  logRelaxedCategorical: {
    create: (a, b) => new LogRelaxedCategorical(a, exp(sum(b, -1))),
    value: units.map(Math.log),
    pathwise: true,
  },
  multivariateNormal: {
    create: (a, b) => MultivariateNormal.fromUnconstrained(a, add(expandDims(b, -1), expandDims(a, -2))),
    value: reals,
    pathwise: true,
    divergence: true,
  },
  lowRankNormal: {
    create: (a, b) => new LowRankNormal(a, exp(b), expandDims(add(a, b), -2)),
    value: reals,
    pathwise: true,
  },
  normalMixture: {
    create: (a, b) => new NormalMixture(b, add(expandDims(a, -1), expandDims(a, -2)), exp(expandDims(b, -1))),
    value: reals,
  },
};

async function numbers(name: string, backend: string): Promise<number[]> {
  await setBackend(backend);
  if (backend === 'onnx') configureOnnx({ mode: 'native' });
  const { create, value, pathwise, divergence, moments = true } = cases[name]!;
  const [first, second] = [tensor([vector]), tensor([[-0.4, 0.1, 0.6]])];
  const compute = (a: Tensor, b: Tensor): Tensor => {
    const distribution = create(a, b);
    const terms = [sum(distribution.logProb(tensor([value])))];
    if (moments) terms.push(sum(meanOf(distribution)));
    if (pathwise) terms.push(sum(distribution.sample(noise(distribution.noise))));
    if (divergence) terms.push(sum(klDivergence(distribution, create(b, a))));
    return terms.reduce((total, term) => add(total, term));
  };
  const distribution = create(first, second);
  const sample = distribution.sample(noise(distribution.noise));
  const results = [
    compute(first, second),
    ...grads((a: Tensor, b: Tensor) => sum(add(compute(a, b), sum(b))))([first, second]),
    sample,
    ...(moments ? [sum(varianceOf(distribution))] : []),
  ];
  return (await Promise.all(results.map((result) => result.data()))).flatMap((data) => Array.from(data));
}

function noise(source: string): Tensor {
  const values = new Float32Array(3);
  noiseSource(source).fill(values, new RandomStream(0, 'noise'));
  return tensor([Array.from(values)]);
}

for (const name of Object.keys(cases)) {
  test.serial(`${name} runs natively on onnx`, async (t) => {
    const expected = await numbers(name, 'cpu');
    const computed = await numbers(name, 'onnx');
    t.is(computed.length, expected.length);
    computed.forEach((value, index) => {
      const close = Math.abs(value - expected[index]!) <= 1e-4 * Math.abs(expected[index]!) + 1e-5;
      t.true(close, `${value} at ${index}, on the cpu ${expected[index]}`);
    });
  });
}
