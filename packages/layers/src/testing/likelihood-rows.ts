import type { LikelihoodRow } from './likelihood-row.js';
import { realLikelihoodRows } from './real-likelihood-rows.js';
import {
  continuousBernoulli,
  levelMasses,
  levelMoments,
  logit,
  normalDensity,
} from './textbook-densities.js';

const { exp, log } = Math;

const [dark, light] = [levelMasses(-0.5, 0.2), levelMasses(0.9, 0.05)];
const [darkMoments, lightMoments] = [levelMoments(dark, 1 / 255), levelMoments(light, 1 / 255)];
const [darkBytes, lightBytes] = [levelMoments(dark, 1), levelMoments(light, 1)];

/** Reference values of each likelihood. Parameters and values differ between elements. */
export const likelihoodRows: Readonly<Record<string, readonly LikelihoodRow[]>> = {
  ...realLikelihoodRows,
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
  flow: [
    {
      // x = 2 u + 1 and x = 5 u - 3, for u of N(1, 2^2) and N(4, 0.5^2).
      options: { steps: ['actNorm'], scale: 'network' },
      network: [1, 4, log(2), log(0.5)],
      learned: [[1, -3, log(2), log(5)]],
      x: [4, 15],
      densities: [normalDensity(4, 3, 4) * normalDensity(15, 17, 2.5)],
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
  hurdleNegativeBinomial: [
    {
      // NB(0) of mean 1 and concentration 2 is 4/9, and 5/9 are positive.
      options: { concentration: 2 },
      network: [log(1), log(1), logit(0.25), logit(0.5)],
      x: [3, 0],
      mean: [0.75 * 1.8, 0.5 * 1.8],
      variance: [0.75 * 2.5 * 1.8 - (0.75 * 1.8) ** 2, 0.5 * 2.5 * 1.8 - (0.5 * 1.8) ** 2],
      densities: [0.75 * 1.8 * 4 * (2 / 3) ** 2 * (1 / 3) ** 3, 0.5],
    },
    {
      options: { concentration: 'network' },
      network: [log(1), log(1), logit(0.25), logit(0.5), log(2), log(2)],
      x: [0, 3],
      mean: [0.75 * 1.8, 0.5 * 1.8],
      variance: [0.75 * 2.5 * 1.8 - (0.75 * 1.8) ** 2, 0.5 * 2.5 * 1.8 - (0.5 * 1.8) ** 2],
      densities: [0.25, 0.5 * 1.8 * 4 * (2 / 3) ** 2 * (1 / 3) ** 3],
    },
  ],
  hurdlePoisson: [
    {
      network: [log(3), log(0.5), logit(0.2), logit(0.9)],
      x: [2, 0],
      mean: [(0.8 * 3) / (1 - exp(-3)), (0.1 * 0.5) / (1 - exp(-0.5))],
      variance: [
        (0.8 * 12) / (1 - exp(-3)) - ((0.8 * 3) / (1 - exp(-3))) ** 2,
        (0.1 * 0.75) / (1 - exp(-0.5)) - ((0.1 * 0.5) / (1 - exp(-0.5))) ** 2,
      ],
      densities: [(0.8 * (9 / 2) * exp(-3)) / (1 - exp(-3)), 0.9],
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
  ordinal: [
    {
      // Without weights, cutpoints are -log 2 and log 2. The second element has 0 and log 4.
      options: { levels: 3 },
      network: [log(2), 0],
      learned: [[0, 0, log(2), 0]],
      x: [0, 1],
      mean: [1.3, 0.7],
      variance: [0.61, 0.61],
      densities: [0.2, 0.3],
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
  zeroInflatedNegativeBinomial: [
    {
      // The counts of negativeBinomial above, with extra zeros of probability 1/4 and 1/2.
      options: { concentration: 2 },
      network: [log(1), log(10), logit(0.25), logit(0.5)],
      x: [3, 0],
      mean: [0.75, 5],
      variance: [0.75 * (1.5 + 0.25), 0.5 * (60 + 0.5 * 100)],
      densities: [0.75 * 4 * (2 / 3) ** 2 * (1 / 3) ** 3, 0.5 + 0.5 * (1 / 6) ** 2],
    },
    {
      options: { concentration: 'network' },
      network: [log(1), log(10), logit(0.25), logit(0.5), log(2), log(1)],
      x: [0, 4],
      mean: [0.75, 5],
      variance: [0.75 * (1.5 + 0.25), 0.5 * (110 + 0.5 * 100)],
      densities: [0.25 + 0.75 * (2 / 3) ** 2, 0.5 * (1 / 11) * (10 / 11) ** 4],
    },
  ],
  zeroInflatedPoisson: [
    {
      network: [log(3), log(0.5), logit(0.2), logit(0.9)],
      x: [2, 0],
      mean: [0.8 * 3, 0.1 * 0.5],
      variance: [0.8 * (3 + 0.2 * 9), 0.1 * (0.5 + 0.9 * 0.25)],
      densities: [0.8 * (9 / 2) * exp(-3), 0.9 + 0.1 * exp(-0.5)],
    },
  ],
};
