import { HelmholtzError } from '@helmholtz/base';
import type { LayersModel, layers } from '@tensorflow/tfjs-layers';

import type { FillingLayer } from '../graph/allows-missing.js';
import type { Spec } from '../spec/schema.js';
import type { Likelihood, ModelParts } from './parts.js';

/** Names of the variables whose values may be missing. */
function variablesWithHoles({ observed, inputs = [] }: Spec): string[] {
  return [observed, ...inputs].flatMap(({ name, missing, padded = false }) =>
    missing === undefined && padded === false ? [] : [name],
  );
}

/**
 * Returns the parts of a model with likelihoods that leave out missing values, for the variables
 * that may have them.
 */
export function maskedParts<Parts extends Pick<ModelParts, 'likelihood' | 'likelihoodOf'>>(
  spec: Spec,
  parts: Parts,
): Parts {
  const holes = variablesWithHoles(spec);
  if (holes.length === 0) return parts;
  const masked = (likelihood: Likelihood): Likelihood => ({
    ...likelihood,
    head: (config) =>
      (holes.includes(config.variable) ? allowingMissing(likelihood) : likelihood).head(config),
  });
  return {
    ...parts,
    likelihood: masked(parts.likelihood),
    likelihoodOf: (variable: string) => masked(parts.likelihoodOf(variable)),
  };
}

/**
 * Returns a likelihood whose heads leave out missing values.
 *
 * @throws HelmholtzError (`graph`) when a head is made that does not support them.
 *
 * @example
 * ```ts
 * import { allowingMissing } from '@helmholtz/core';
 * import { poissonLikelihood } from '@helmholtz/layers';
 *
 * const counts = { parameterShape: (shape: readonly number[]) => shape, head: poissonLikelihood };
 * const head = allowingMissing(counts).head({ name: 'x_likelihood', variable: 'x' });
 * console.log((head as { missing?: boolean }).missing); // true
 * ```
 */
export function allowingMissing(likelihood: Likelihood): Likelihood {
  return {
    ...likelihood,
    head(config) {
      const head = likelihood.head({ ...config, missing: true });
      if ((head as { missing?: boolean }).missing === true) return head;
      throw new HelmholtzError(
        'graph',
        `"${config.variable}" has missing values, and its likelihood "${head.getClassName()}" does not support them.`,
        {
          hint: 'Its head must extend LikelihoodHead and pass its configuration on; or fill in the missing values.',
        },
      );
    },
  };
}

/**
 * Checks that no network is given NaN: every use of a variable with missing values begins with a
 * layer that fills them in.
 *
 * @throws HelmholtzError (`graph`) for a recipe that passes missing values on.
 */
export function checkFilled(recipe: string, spec: Spec, { inputLayers }: LayersModel): void {
  const holes = variablesWithHoles(spec);
  for (const layer of inputLayers) {
    if (!holes.includes(layer.name)) continue;
    const other = notFilling(layer);
    if (!other) continue;
    throw new HelmholtzError(
      'graph',
      `The recipe "${recipe}" passes missing values of "${layer.name}" to the layer "${other.name}".`,
      {
        hint: `A recipe fills them in before networks: fillMissing().apply(${layer.name}) of @helmholtz/layers.`,
      },
    );
  }
}

/** The first layer that is given missing values and does not fill them in. */
function notFilling(layer: layers.Layer): layers.Layer | undefined {
  for (const { outboundLayer } of layer.outboundNodes) {
    const { fillsMissing, keepsMissing } = outboundLayer as FillingLayer;
    if (fillsMissing) continue;
    const other = keepsMissing ? notFilling(outboundLayer) : outboundLayer;
    if (other) return other;
  }
  return undefined;
}
