import { itemAt } from '@helmholtz/base';
import { maskMissing } from '@helmholtz/distributions';
import type { Tensor } from '@tensorflow/tfjs-core';

import type { Slot } from './plan.js';
import type { ModelTerms } from './terms.js';
import type { InputVariable, LatentVariable, ObservedVariable } from './variables.js';

/** Variables of a model. */
export interface ModelVariables {
  readonly inputs: readonly InputVariable[];
  readonly latents: readonly LatentVariable[];
  readonly observed: readonly ObservedVariable[];
}

/**
 * Returns the slots that the terms need: parameters and values of latents, then parameters of
 * observed variables.
 */
export function termSlots({ latents, observed }: Omit<ModelVariables, 'inputs'>): Slot[] {
  return [
    ...latents.flatMap(({ divergence, value }) => [
      ...(divergence?.posteriorParameters ?? []),
      ...(divergence?.priorParameters ?? []),
      ...(value === undefined ? [] : [value]),
    ]),
    ...observed.map((variable) => variable.parameters),
  ];
}

/**
 * Builds the terms of a batch.
 *
 * @param values one tensor per input.
 * @param tensors values of `termSlots`.
 */
export function modelTerms(
  { inputs, latents, observed }: ModelVariables,
  values: readonly Tensor[],
  tensors: readonly Tensor[],
  samples: number | undefined,
): ModelTerms {
  const remaining = tensors[Symbol.iterator]();
  const next = (): Tensor => remaining.next().value!;
  return {
    latents: latents.map(({ name, shape, divergence, value, declaredKl }) => ({
      name,
      shape,
      posterior: divergence?.layer.posterior(divergence.posteriorParameters.map(next)),
      prior: divergence?.layer.prior(divergence.priorParameters.map(next)),
      value: value === undefined ? undefined : next(),
      examples: divergence?.layer.global?.examples(),
      ...(declaredKl ? { klKinds: declaredKl.kinds } : {}),
      ...(divergence && divergence.modalities.length > 0 ? { modalities: divergence.modalities } : {}),
    })),
    observed: observed.map(({ name, likelihood, input }) => {
      const distribution = likelihood.distribution(next());
      return {
        name,
        shape: input.shape,
        likelihood: likelihood.missing ? maskMissing(distribution) : distribution,
        value: itemAt(values, inputs.indexOf(input)),
      };
    }),
    samples,
  };
}
