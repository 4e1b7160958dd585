import type { Exposure, Likelihood } from '@helmholtz/core';
import { type SymbolicTensor, input } from '@tensorflow/tfjs-layers';

import { AddExposure } from '../add-exposure.js';

/** Observed variable that a likelihood head ends in. */
interface ObservedConfig {
  readonly name: string;
  /** Shape of one example. */
  readonly shape: readonly number[];
}

/**
 * Ends a graph in a likelihood head, p(x | z), with the exposures that the likelihood declares.
 *
 * @param parameters output of the generative network, [batch, ...].
 * @param inputs data inputs by name. Inputs of exposures that are not among them are added.
 * @returns the output of the graph.
 *
 * @example
 * ```ts
 * import { poissonLikelihood, observe } from '@helmholtz/layers';
 * import { input } from '@tensorflow/tfjs-layers';
 *
 * const likelihood = {
 *   parameterShape: (shape: readonly number[]) => shape,
 *   exposures: () => [{ input: 'size', logarithm: false, places: [{ begin: 0, size: 2 }] }],
 *   head: poissonLikelihood,
 * };
 * const inputs = new Map();
 * observe(likelihood, { name: 'x', shape: [2] }, input({ shape: [2], name: 'rates' }), inputs);
 * console.log([...inputs.keys()]); // [ 'size' ]
 * ```
 */
export function observe(
  likelihood: Likelihood,
  { name, shape }: ObservedConfig,
  parameters: SymbolicTensor,
  inputs: Map<string, SymbolicTensor>,
): SymbolicTensor {
  let headInputs = parameters;
  for (const exposure of likelihood.exposures?.(shape) ?? []) {
    const from = inputs.get(exposure.input) ?? input({ shape: [1], name: exposure.input });
    inputs.set(exposure.input, from);
    headInputs = exposed(exposure, name).apply([headInputs, from]) as SymbolicTensor;
  }
  const head = likelihood.head({ name: `${name}_likelihood`, variable: name });
  return head.apply(headInputs) as SymbolicTensor;
}

function exposed({ input: name, logarithm, places }: Exposure, variable: string): AddExposure {
  return new AddExposure({
    name: `${variable}_${name}_exposure`,
    exposure: { name },
    logarithm,
    begins: places.map(({ begin }) => begin),
    lengths: places.map(({ size }) => size),
  });
}
