import { itemAt } from '@helmholtz/base';
import { type Tensor, concat, grads, mul, slice, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import type { TestFn } from 'ava';

import type { Distribution } from '../distribution.js';
import type { Measure } from './measures.js';
import { variance } from '@helmholtz/testing/statistics';
import { type Value, batched, noise } from './textbook.js';

/** Fields of a distribution case that the test of slopes needs. */
interface SlopesCase {
  readonly family: string;
  readonly create: (...parameters: Tensor[]) => Distribution;
  readonly measures: readonly { readonly parameters: readonly Value[]; readonly points: Measure }[];
  readonly pathwise: readonly number[];
}

const DRAWS = 64;
/**
 * Indices of sorted draws: not at edges of the support, where the curvature is high, and not at a
 * peak, where the slope may be discontinuous.
 */
const CHOSEN = [13, 20, 44, 51];
const STEP = 2 ** -6;
const TOLERANCE = 1e-3;

/**
 * Tests of gradients that peers don't give: of the log-density by the value, and of a sample by the
 * parameters at fixed noise.
 */
export function slopesConform(test: TestFn, { family, create, measures, pathwise }: SlopesCase): void {
  if (pathwise.length === 0) return;

  test(`${family}: the gradient of the log-density by the value is its slope`, (t) => {
    for (const { parameters, points } of measures) {
      const { distribution, values, spread } = draws(parameters, points);
      const logProb = (value: Tensor): Tensor => sum(distribution.logProb(value));
      const [gradient] = grads(logProb)([values]);
      slopes(logProb, values, spread * STEP).forEach((slope, index) => {
        const found = gradient!.dataSync()[index]!;
        const what = `${found} for ${slope} at ${values.dataSync()[index]}, ${JSON.stringify(parameters)}`;
        t.true(near(found, slope, 1 / spread), what);
      });
    }
  });

  test(`${family}: gradients of a sample by the parameters at fixed noise are its slopes`, (t) => {
    for (const { parameters, points } of measures) {
      const { noises, spread } = draws(parameters, points);
      const given = batched(parameters);
      for (const which of pathwise) {
        const samples = (parameter: Tensor): Tensor => {
          const drawn = create(...given.with(which, parameter)).sample(noises);
          // Weighted, since an unweighted sum of shares is always 1.
          return sum(mul(drawn, tensor(weights(drawn.size), drawn.shape)));
        };
        const at = itemAt(given, which);
        const [gradient] = grads(samples)([at]);
        const size = Math.max(...at.dataSync().map(Math.abs)) || 1;
        slopes(samples, at, size * STEP).forEach((slope, index) => {
          const found = gradient!.dataSync()[index]!;
          const what = `${found} for ${slope} by parameter ${which}, ${index} of ${JSON.stringify(parameters)}`;
          t.true(near(found, slope, spread / size), what);
        });
      }
    }
  });

  /** The chosen draws with their noise, and the standard deviation of all. */
  function draws(parameters: readonly Value[], points: Measure) {
    const event = tensor(itemAt(points, 0).value as number).shape;
    const distribution = create(...batched(parameters));
    const all = noise(distribution.noise, [DRAWS, ...event]);
    const samples = distribution.sample(all);
    const drawn = samples.dataSync();
    const size = drawn.length / DRAWS;
    const order = Array.from({ length: DRAWS }, (_, index) => index).toSorted(
      (a, b) => drawn[a * size]! - drawn[b * size]!,
    );
    const chosen = (whole: Tensor): Tensor =>
      concat(
        CHOSEN.map((at) => slice(whole, [itemAt(order, at), ...event.map(() => 0)], [1, ...event])),
        0,
      );
    const spread = Math.sqrt(variance(drawn));
    return { distribution, noises: chosen(all), values: chosen(samples), spread };
  }
}

const weights = (length: number): number[] => Array.from({ length }, (_, index) => 1 / (1 + index));

/**
 * The slope of a function along each element, by differences over one and two steps to either side,
 * of fourth order.
 */
function slopes(measure: (value: Tensor) => Tensor, at: Tensor, step: number): number[] {
  const elements = at.dataSync();
  return Array.from(elements, (element, index) => {
    const rise = (steps: number): number => {
      const moved = (by: number) => Float32Array.from(elements).fill(element + by, index, index + 1);
      const [below, above] = [moved(-steps * step), moved(steps * step)];
      const [low, high] = [below, above].map(
        (values) => tidy(() => measure(tensor(values, at.shape)).dataSync() as never)[0] as number,
      );
      return (high! - low!) / (above[index]! - below[index]!);
    };
    return (4 * rise(1) - rise(2)) / 3;
  });
}

const near = (found: number, slope: number, unit: number): boolean =>
  Math.abs(found - slope) <= TOLERANCE * (Math.abs(slope) + unit);
