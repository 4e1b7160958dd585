import {
  continuousBernoulli,
  laplaceDensity,
  levelMasses,
  levelMoments,
  logNormalDensity,
  logNormalVariance,
  logit,
  normalDensity,
  studentOf3,
  studentOf4,
  studentOf5,
} from './textbook-densities.js';

/** What a likelihood has to come to. */
export interface LikelihoodRow {
  readonly options?: Readonly<Record<string, unknown>>;
  /** What the network ends in. */
  readonly network: readonly number[];
  /** What the head has learned, in the order of its weights. */
  readonly learned?: readonly (readonly number[])[];
  readonly x: readonly number[];
  readonly mean: readonly number[];
  readonly variance: readonly number[];
  /** The densities of the elements, or of the whole. */
  readonly densities: readonly number[];
}

const { PI, exp, log } = Math;
const [dark, light] = [levelMasses(-0.5, 0.2), levelMasses(0.9, 0.05)];
const [darkMoments, lightMoments] = [levelMoments(dark, 1 / 255), levelMoments(light, 1 / 255)];
const [darkBytes, lightBytes] = [levelMoments(dark, 1), levelMoments(light, 1)];

/** Of each likelihood, at parameters and values that differ from element to element. */
export const likelihoodRows: Readonly<Record<string, readonly LikelihoodRow[]>> = {
  bernoulli: [
    {
      network: [logit(0.2), logit(0.9)],
      x: [0, 1],
      mean: [0.2, 0.9],
      variance: [0.16, 0.09],
      densities: [0.8, 0.9],
    },
  ],
  beta: [
    {
      // Beta(1, 4) and Beta(3, 2).
      options: { concentration: 5 },
      network: [logit(0.2), logit(0.6)],
      x: [0.3, 0.25],
      mean: [0.2, 0.6],
      variance: [(0.2 * 0.8) / 6, (0.6 * 0.4) / 6],
      densities: [4 * 0.7 ** 3, 12 * 0.25 ** 2 * 0.75],
    },
    {
      // Beta(1, 4) and Beta(6, 4).
      options: { concentration: 'network' },
      network: [logit(0.2), logit(0.6), log(5), log(10)],
      x: [0.3, 0.25],
      mean: [0.2, 0.6],
      variance: [(0.2 * 0.8) / 6, (0.6 * 0.4) / 11],
      densities: [4 * 0.7 ** 3, 504 * 0.25 ** 5 * 0.75 ** 3],
    },
  ],
  categorical: [
    {
      network: [log(0.5), log(0.2), log(0.3)].map((logProb) => logProb + 7),
      x: [0, 1, 0],
      mean: [0.5, 0.2, 0.3],
      variance: [0.25, 0.16, 0.21],
      densities: [0.2],
    },
  ],
  continuousBernoulli: [
    {
      network: [-1.5, 3],
      x: [0.2, 0.7],
      mean: [-1.5, 3].map(continuousBernoulli.mean),
      variance: [-1.5, 3].map(continuousBernoulli.variance),
      densities: [continuousBernoulli.density(0.2, -1.5), continuousBernoulli.density(0.7, 3)],
    },
  ],
  discretizedLogistic: [
    {
      network: [-0.5, 0.9, log(0.2), log(0.05)],
      x: [80 / 255, 1],
      mean: [darkMoments[0], lightMoments[0]],
      variance: [darkMoments[1], lightMoments[1]],
      densities: [dark[80]!, light[255]!],
    },
    {
      options: { scale: 'learnedPerElement', pixels: 'byte' },
      network: [-0.5, 0.9],
      learned: [[log(0.2), log(0.05)]],
      x: [0, 230],
      mean: [darkBytes[0], lightBytes[0]],
      variance: [darkBytes[1], lightBytes[1]],
      densities: [dark[0]!, light[230]!],
    },
  ],
  heterogeneous: [
    {
      options: {
        columns: [
          { name: 'height', likelihood: { name: 'normal', scale: 'network' } },
          { name: 'visits', likelihood: 'poisson' },
          { name: 'region', size: 3, likelihood: 'categorical' },
        ],
      },
      network: [1, log(2), log(3), log(0.5), log(0.2), log(0.3)],
      x: [4, 2, 1, 0, 0],
      mean: [1, 3, 0.5, 0.2, 0.3],
      variance: [4, 3, 0.25, 0.16, 0.21],
      densities: [normalDensity(4, 1, 2), 4.5 * exp(-3), 0.5],
    },
  ],
  laplace: [
    {
      options: { scale: 0.5 },
      network: [1, -2],
      x: [0.3, 1],
      mean: [1, -2],
      variance: [0.5, 0.5],
      densities: [laplaceDensity(0.3, 1, 0.5), laplaceDensity(1, -2, 0.5)],
    },
    {
      options: { scale: 'network', minimumScale: 0.5 },
      network: [1, -2, log(1.5), log(0.25)],
      x: [0.3, 1],
      mean: [1, -2],
      variance: [8, 1.125],
      densities: [laplaceDensity(0.3, 1, 2), laplaceDensity(1, -2, 0.75)],
    },
  ],
  logNormal: [
    {
      options: { scale: 0.5 },
      network: [0.3, -1],
      x: [2, 0.1],
      mean: [exp(0.3 + 0.125), exp(-1 + 0.125)],
      variance: [logNormalVariance(0.3, 0.5), logNormalVariance(-1, 0.5)],
      densities: [logNormalDensity(2, 0.3, 0.5), logNormalDensity(0.1, -1, 0.5)],
    },
    {
      options: { scale: 'learned', minimumScale: 0.25 },
      network: [0.3, -1],
      learned: [[log(0.5)]],
      x: [2, 0.1],
      mean: [exp(0.3 + 0.28125), exp(-1 + 0.28125)],
      variance: [logNormalVariance(0.3, 0.75), logNormalVariance(-1, 0.75)],
      densities: [logNormalDensity(2, 0.3, 0.75), logNormalDensity(0.1, -1, 0.75)],
    },
  ],
  multivariateNormal: [
    {
      // L = [[2, 0], [1, 0.5]], so that L L^T = [[4, 2], [2, 1.25]], of determinant 1, and its inverse [[1.25, -2], [-2, 4]].
      network: [1, -1, log(2), 99, 1, log(0.5)],
      x: [2, 0.5],
      mean: [1, -1],
      variance: [4, 1.25],
      densities: [exp(-(1.25 * 1 - 4 * 1 * 1.5 + 4 * 1.5 ** 2) / 2) / (2 * PI)],
    },
    {
      options: { factor: 'learned' },
      network: [1, -1],
      learned: [[log(2), 99, 1, log(0.5)]],
      x: [2, 0.5],
      mean: [1, -1],
      variance: [4, 1.25],
      densities: [exp(-(1.25 * 1 - 4 * 1 * 1.5 + 4 * 1.5 ** 2) / 2) / (2 * PI)],
    },
  ],
  negativeBinomial: [
    {
      // Successes of probability 1/3 and 5/6 before the second failure: (x + 1) (1 - p)^2 p^x.
      options: { concentration: 2 },
      network: [log(1), log(10)],
      x: [3, 4],
      mean: [1, 10],
      variance: [1 + 1 / 2, 10 + 100 / 2],
      densities: [4 * (2 / 3) ** 2 * (1 / 3) ** 3, 5 * (1 / 6) ** 2 * (5 / 6) ** 4],
    },
    {
      options: { concentration: 'network' },
      network: [log(1), log(10), log(2), log(1)],
      x: [3, 4],
      mean: [1, 10],
      variance: [1 + 1 / 2, 10 + 100],
      densities: [4 * (2 / 3) ** 2 * (1 / 3) ** 3, (1 / 11) * (10 / 11) ** 4],
    },
  ],
  normal: [
    {
      options: { scale: 0.5 },
      network: [1, -2],
      x: [0.3, -1],
      mean: [1, -2],
      variance: [0.25, 0.25],
      densities: [normalDensity(0.3, 1, 0.5), normalDensity(-1, -2, 0.5)],
    },
    {
      options: { scale: 'learnedPerElement', minimumScale: 0.5 },
      network: [1, -2],
      learned: [[log(2.5), log(0.25)]],
      x: [0.3, -1],
      mean: [1, -2],
      variance: [9, 0.5625],
      densities: [normalDensity(0.3, 1, 3), normalDensity(-1, -2, 0.75)],
    },
  ],
  normalMixture: [
    {
      // Shares of 1/4 and 3/4, then of 3/5 and 2/5.
      options: { components: 2, scale: 0.5 },
      network: [log(1), log(3), log(3), log(2), 1, -1, 0, 2],
      x: [0.3, 1.5],
      mean: [-0.5, 0.8],
      variance: [0.25 + 0.75, 0.25 + 0.96],
      densities: [
        0.25 * normalDensity(0.3, 1, 0.5) + 0.75 * normalDensity(0.3, -1, 0.5),
        0.6 * normalDensity(1.5, 0, 0.5) + 0.4 * normalDensity(1.5, 2, 0.5),
      ],
    },
    {
      options: { components: 2, minimumScale: 0.5 },
      network: [log(1), log(3), log(3), log(2), 1, -1, 0, 2, log(0.5), log(1.5), log(2.5), log(0.25)],
      x: [0.3, 1.5],
      mean: [-0.5, 0.8],
      variance: [0.25 * 1 + 0.75 * 4 + 0.75, 0.6 * 9 + 0.4 * 0.5625 + 0.96],
      densities: [
        0.25 * normalDensity(0.3, 1, 1) + 0.75 * normalDensity(0.3, -1, 2),
        0.6 * normalDensity(1.5, 0, 3) + 0.4 * normalDensity(1.5, 2, 0.75),
      ],
    },
  ],
  poisson: [
    {
      network: [log(3), log(0.5)],
      x: [2, 1],
      mean: [3, 0.5],
      variance: [3, 0.5],
      densities: [(9 / 2) * exp(-3), 0.5 * exp(-0.5)],
    },
  ],
  studentT: [
    {
      options: { scale: 0.5 },
      network: [1, -2],
      x: [0.3, -1],
      mean: [1, -2],
      variance: [0.5, 0.5],
      densities: [studentOf4(-1.4) / 0.5, studentOf4(2) / 0.5],
    },
    {
      options: { degreesOfFreedom: 'network', scale: 'network' },
      network: [1, -2, log(3), log(5), log(2), log(0.5)],
      x: [0.3, -1],
      mean: [1, -2],
      variance: [4 * 3, 0.25 * (5 / 3)],
      densities: [studentOf3(-0.35) / 2, studentOf5(2) / 0.5],
    },
  ],
};
