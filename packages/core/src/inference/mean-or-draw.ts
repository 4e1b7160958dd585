import { itemAt } from '@helmholtz/base';
import { type Tensor, tidy, zeros } from '@tensorflow/tfjs-core';

import type { Distribution } from '@helmholtz/distributions';
import type { LatentVariableModel } from '../graph/model.js';
import type { ObservedVariable } from '../graph/variables.js';
import { drawNoise } from '../training/batches.js';

/** Returns the mean of a likelihood, [count, ...shape], or a draw if it has no mean. */
export function meanOrDraw(
  likelihood: Distribution,
  { name, input: { shape } }: ObservedVariable,
  count: number,
  start = 0,
): Tensor {
  if (likelihood.mean) return likelihood.mean();
  const variable = { name, shape, source: likelihood.noise };
  const [noise] = drawNoise([variable], count, 0, ['instead of the mean', start]);
  return likelihood.sample(noise!);
}

/**
 * Returns a note that draws are shown because a likelihood has no mean, as one line; undefined if
 * all have a mean.
 *
 * @example
 * ```ts
 * import { meanNote } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * console.log(meanNote(buildModel(defaultSpec('vae', [4])))); // undefined
 * ```
 */
export function meanNote({ observed }: Pick<LatentVariableModel, 'observed'>): string | undefined {
  const without = observed.find(({ likelihood }) => !hasMean(likelihood));
  return without && `The likelihood of "${without.name}" has no mean: draws from it are shown instead.`;
}

function hasMean(likelihood: ObservedVariable['likelihood']): boolean {
  const { shape } = itemAt(itemAt(likelihood.inboundNodes, 0).outputTensors, 0);
  let has = false;
  tidy(() => {
    // The family does not depend on the parameters' values.
    has = likelihood.distribution(zeros(shape.map((length) => length ?? 1))).mean !== undefined;
  });
  return has;
}
