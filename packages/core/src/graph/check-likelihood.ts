import { HelmholtzError, itemAt } from '@helmholtz/base';
import { maskProblem } from '@helmholtz/distributions';
import { tidy, zeros } from '@tensorflow/tfjs-core';

import type { LikelihoodLayer } from './roles.js';

/**
 * Checks that a likelihood can compute the density of data. The check builds the distribution with
 * parameters of 0, since the supported operations don't depend on the values.
 *
 * @throws HelmholtzError (`graph`) for a distribution without `logProb`, or with a density at its
 *   own draws only. Also if data have missing values that the distribution can't leave out.
 */
export function checkLikelihood(layer: LikelihoodLayer): void {
  const shape = shapeOf(layer);
  const missing = tidy(() => missingDensity(layer, shape) as never) as string | undefined;
  if (missing === undefined) return checkMask(layer, shape);
  throw new HelmholtzError('graph', `The likelihood "${layer.name}" of "${layer.variable}" ${missing}.`, {
    hint: 'Training needs the log-density of data: logProb(value) of the distribution, from a cheap inverse for a flow. The objective likelihoodFree needs draws alone.',
  });
}

/** Returns why data have no log-likelihood: a likelihood that can only be drawn. */
export function simulatorProblem(
  observed: readonly { readonly name: string; readonly likelihood: LikelihoodLayer }[],
): string | undefined {
  const simulator = observed.find(({ likelihood }) => {
    const found = tidy(() => missingDensity(likelihood, shapeOf(likelihood)) as never) as string | undefined;
    return found !== undefined;
  });
  if (!simulator) return undefined;
  return `The likelihood of "${simulator.name}" has no density: "${simulator.likelihood.family}" can only be drawn.`;
}

/** Hint beside `simulatorProblem`. */
export const SIMULATOR_HINT =
  'Compare draws with the data instead, such as those of sample, or give the likelihood a logProb.';

function shapeOf(layer: LikelihoodLayer): number[] {
  return itemAt(itemAt(layer.inboundNodes, 0).outputTensors, 0).shape.map((length) => length ?? 1);
}

function missingDensity(layer: LikelihoodLayer, shape: number[]): string | undefined {
  const { hasLogProb, logProb } = layer.distribution(zeros(shape)) as {
    readonly hasLogProb: boolean;
    readonly logProb: unknown;
  };
  if (typeof logProb !== 'function') return 'has no logProb';
  return hasLogProb ? undefined : 'computes its density only at its own draws';
}

/** The term of a missing value is left out, which only a sum of terms allows. */
function checkMask(layer: LikelihoodLayer, shape: number[]): void {
  if (!layer.missing) return;
  const problem = tidy(() => maskProblem(layer.distribution(zeros(shape))) as never) as string | undefined;
  if (problem === undefined) return;
  throw new HelmholtzError(
    'graph',
    `"${layer.variable}" has missing values, and its likelihood "${layer.family}" ${problem}.`,
    {
      hint: 'Choose a likelihood of independent elements, such as normal or studentT, or fill in the missing values.',
    },
  );
}
