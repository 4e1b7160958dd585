import { HelmholtzError } from '@helmholtz/base';
import { posteriorPart } from '@helmholtz/core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { familyDraw } from '../family-draw.js';
import { flattened } from '../flattened.js';
import { linear } from '../linear.js';
import { priorOfSize } from '../priors/prior-of-size.js';

const FAMILY = 'dirichlet';

/**
 * Dirichlet posterior of shares: q(z | x) = Dirichlet(exp(logConcentration(x))), with implicit
 * gradients (Figurnov et al. 2018). The elements of the latent add up to 1.
 */
export const dirichletPosterior = posteriorPart({
  name: FAMILY,
  description: 'a Dirichlet distribution: shares that add up to 1, such as topics of a text',
  options: z.strictObject({}),
  noise: 'uniform',
  sample(features, latent) {
    const { variable, size } = latent;
    if (size < 2) throw tooSmall(variable);
    const dense = linear({ units: size, name: `${variable}_log_concentration` });
    const logConcentration = dense.apply(flattened(features, variable)) as SymbolicTensor;
    const prior = priorOfSize(latent, LENGTHS);
    return familyDraw({ family: FAMILY, parameters: { logConcentration } }, { ...latent, prior });
  },
});

/** Constants that say how many elements a prior of shares has, by its family. */
const LENGTHS: Readonly<Record<string, string>> = { [FAMILY]: 'elements', relaxedCategorical: 'categories' };

function tooSmall(variable: string): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The posterior "${FAMILY}" of the latent "${variable}" needs at least 2 elements.`,
    { hint: 'Its elements are shares that add up to 1. Set the size of the latent to 2 or more.' },
  );
}
