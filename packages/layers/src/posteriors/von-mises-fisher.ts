import { HelmholtzError } from '@helmholtz/base';
import { posteriorPart } from '@helmholtz/core';
import { type SymbolicTensor, initializers, layers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { familyDraw } from '../family-draw.js';
import { flattened } from '../flattened.js';
import { linear } from '../linear.js';
import { glorotUniform } from '../networks/initial-weights.js';
import { priorOfSize } from '../priors/prior-of-size.js';

const FAMILY = 'vonMisesFisher';
/** Initial concentration of zero features, as a multiple of the number of elements. */
const INITIAL = 3;

/**
 * Posterior of unit vectors, the one of a hyperspherical VAE (Davidson et al. 2018): q(z | x) =
 * vMF(direction(x), exp(logConcentration(x))). Its prior is `uniformOnSphere`. A latent of n
 * elements lies on the sphere of dimension n - 1; with 2 elements it is an angle.
 */
export const vonMisesFisherPosterior = posteriorPart({
  name: FAMILY,
  description: 'von Mises-Fisher: vectors of length 1 around a mean direction (hyperspherical VAE)',
  options: z.strictObject({}),
  noise: 'standardNormal',
  sample(features, latent) {
    const { variable, size } = latent;
    if (size < 2) throw tooSmall(variable);
    const flat = flattened(features, variable);
    const direction = linear({ units: size, name: `${variable}_direction` });
    const logConcentration = layers.dense({
      units: 1,
      kernelInitializer: glorotUniform,
      // With a concentration below the number of elements, draws would hardly depend on x at first.
      biasInitializer: initializers.constant({ value: Math.log(INITIAL * size) }),
      name: `${variable}_log_concentration`,
    });
    const parameters = {
      direction: direction.apply(flat) as SymbolicTensor,
      logConcentration: logConcentration.apply(flat) as SymbolicTensor,
    };
    const prior = priorOfSize(latent, { uniformOnSphere: 'elements' });
    return familyDraw({ family: FAMILY, parameters }, { ...latent, prior });
  },
});

function tooSmall(variable: string): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The posterior "${FAMILY}" of the latent "${variable}" needs at least 2 elements.`,
    { hint: 'Its values are vectors of length 1. Set the size of the latent to 2 or more.' },
  );
}
