import type { LikelihoodRow } from './likelihood-row.js';
import {
  laplaceDensity,
  logNormalDensity,
  logNormalVariance,
  logit,
  normalDensity,
  studentOf3,
  studentOf4,
  studentOf5,
} from './textbook-densities.js';

const { PI, cos, exp, log, sqrt } = Math;

/** Variance of a standard normal variable between -1 and 1. */
const withinOneScale = 1 - (2 * normalDensity(1, 0, 1)) / 0.6826894921;

/**
 * Reference values of each likelihood of real numbers. Parameters and values differ between
 * elements.
 */
export const realLikelihoodRows: Readonly<Record<string, readonly LikelihoodRow[]>> = {
  gamma: [
    {
      // Erlang distributions with rates 1/2 and 4.
      options: { concentration: 2 },
      network: [log(4), log(0.5)],
      x: [3, 0.2],
      mean: [4, 0.5],
      variance: [8, 0.125],
      densities: [3 * 0.5 ** 2 * exp(-1.5), 0.2 * 4 ** 2 * exp(-0.8)],
    },
    {
      // An exponential and an Erlang distribution of three events, both with rate 1/2.
      options: { concentration: 'network' },
      network: [log(2), log(6), log(1), log(3)],
      x: [1, 4],
      mean: [2, 6],
      variance: [4, 12],
      densities: [0.5 * exp(-0.5), (4 ** 2 * 0.5 ** 3 * exp(-2)) / 2],
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
      // L = [[2, 0], [1, 0.5]], so that L L^T = [[4, 2], [2, 1.25]], of determinant 1, and its
      // inverse [[1.25, -2], [-2, 4]].
      network: [1, -1, log(2), 99, 1, log(0.5)],
      x: [2, 0.5],
      mean: [1, -1],
      variance: [4, 1.25],
      densities: [exp(-(1.25 * 1 - 4 * 1 * 1.5 + 4 * 1.5 ** 2) / 2) / (2 * PI)],
    },
    {
      options: { factor: 0.5 },
      network: [1, -1],
      x: [2, 0.5],
      mean: [1, -1],
      variance: [0.25, 0.25],
      densities: [normalDensity(2, 1, 0.5), normalDensity(0.5, -1, 0.5)],
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
  zeroInflatedLogNormal: [
    {
      // Zero with probabilities of 1/4 and 0.6.
      options: { scale: 0.5 },
      network: [0.3, -1, logit(0.25), logit(0.6)],
      x: [2, 0],
      mean: [0.75 * exp(0.3 + 0.125), 0.4 * exp(-1 + 0.125)],
      variance: [
        0.75 * (logNormalVariance(0.3, 0.5) + 0.25 * exp(0.6 + 0.25)),
        0.4 * (logNormalVariance(-1, 0.5) + 0.6 * exp(-2 + 0.25)),
      ],
      densities: [0.75 * logNormalDensity(2, 0.3, 0.5), 0.6],
    },
    {
      options: { scale: 'network', minimumScale: 0.25 },
      network: [0.3, -1, logit(0.25), logit(0.6), log(0.5), log(0.25)],
      x: [0, 0.1],
      mean: [0.75 * exp(0.3 + 0.28125), 0.4 * exp(-1 + 0.125)],
      variance: [
        0.75 * (logNormalVariance(0.3, 0.75) + 0.25 * exp(0.6 + 0.5625)),
        0.4 * (logNormalVariance(-1, 0.5) + 0.6 * exp(-2 + 0.25)),
      ],
      densities: [0.25, 0.4 * logNormalDensity(0.1, -1, 0.5)],
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
  truncatedNormal: [
    {
      // Half of a normal distribution, and the half above 1 of another.
      options: { low: 1, high: 'none', scale: 0.5 },
      network: [1, 1],
      x: [1.3, 2],
      mean: [1 + 0.5 * sqrt(2 / PI), 1 + 0.5 * sqrt(2 / PI)],
      variance: [0.25 * (1 - 2 / PI), 0.25 * (1 - 2 / PI)],
      densities: [2 * normalDensity(1.3, 1, 0.5), 2 * normalDensity(2, 1, 0.5)],
    },
    {
      // Between one scale below and above loc: a share of 0.6826894921.
      options: { low: -1, high: 3, scale: 'network', minimumScale: 0.5 },
      network: [1, 1, log(1.5), log(1.5)],
      x: [-1, 2],
      mean: [1, 1],
      variance: [withinOneScale * 4, withinOneScale * 4],
      densities: [normalDensity(-1, 1, 2) / 0.6826894921, normalDensity(2, 1, 2) / 0.6826894921],
    },
  ],
  vonMises: [
    {
      // I0(1) = 1.2660658778 and I0(2) = 2.2795853023; variances by mpmath.
      options: { concentration: 'network' },
      network: [0.5, -1, log(1), log(2)],
      x: [0, 2],
      mean: [0.5, -1],
      variance: [1.604254299, 0.7644618798],
      densities: [exp(cos(0.5)) / (2 * PI * 1.2660658778), exp(2 * cos(3)) / (2 * PI * 2.2795853023)],
    },
  ],
};
