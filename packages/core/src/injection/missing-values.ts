import { HelmholtzError } from '@helmholtz/base';
import type { LayersModel, layers } from '@tensorflow/tfjs-layers';

import type { Spec } from '../spec/schema.js';
import type { Likelihood, ModelParts } from './parts.js';

/** Layer that replaces missing values before a network. */
interface FillingLayer extends layers.Layer {
  readonly fillsMissing?: boolean;
}

/** Names of the variables whose values may be missing. */
function variablesWithHoles({ observed, inputs = [] }: Spec): string[] {
  return [observed, ...inputs].flatMap(({ name, missing }) => (missing === undefined ? [] : [name]));
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
    head(config) {
      if (!holes.includes(config.variable)) return likelihood.head(config);
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
  });
  return {
    ...parts,
    likelihood: masked(parts.likelihood),
    likelihoodOf: (variable: string) => masked(parts.likelihoodOf(variable)),
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
    const uses = layer.inboundNodes.flatMap((node) => node.outboundLayer.outboundNodes);
    const other = uses.find(({ outboundLayer }) => !(outboundLayer as FillingLayer).fillsMissing);
    if (!other) continue;
    throw new HelmholtzError(
      'graph',
      `The recipe "${recipe}" passes missing values of "${layer.name}" to the layer "${other.outboundLayer.name}".`,
      {
        hint: `A recipe fills them in before networks: fillMissing().apply(${layer.name}) of @helmholtz/layers.`,
      },
    );
  }
}
