import { HelmholtzError } from '@helmholtz/base';
import { tidy, zeros } from '@tensorflow/tfjs-core';

import type { LikelihoodLayer } from './roles.js';

/**
 * Checks that a likelihood can compute the density of data. It builds the distribution with zeros:
 * what a distribution can compute does not depend on the values.
 *
 * @throws HelmholtzError (`graph`) for a distribution without `logProb`, or that knows its density
 *   at its own draws only.
 */
export function checkLikelihood(layer: LikelihoodLayer): void {
  const shape = layer.inboundNodes[0]!.outputTensors[0]!.shape.map((length) => length ?? 1);
  const missing = tidy(() => missingDensity(layer, shape) as never) as string | undefined;
  if (missing === undefined) return;
  throw new HelmholtzError('graph', `The likelihood "${layer.name}" of "${layer.variable}" ${missing}.`, {
    hint: 'Training needs the log-density of data: logProb(value) of the distribution, from a cheap inverse for a flow.',
  });
}

function missingDensity(layer: LikelihoodLayer, shape: number[]): string | undefined {
  const { hasLogProb, logProb } = layer.distribution(zeros(shape)) as {
    readonly hasLogProb: boolean;
    readonly logProb: unknown;
  };
  if (typeof logProb !== 'function') return 'has no logProb';
  return hasLogProb ? undefined : 'computes its density only at its own draws';
}
