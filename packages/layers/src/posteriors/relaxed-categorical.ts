import { HelmholtzError } from '@helmholtz/base';
import { type LatentConfig, type Prior, constantPrior, posteriorPart } from '@helmholtz/core';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { familyDraw } from '../family-draw.js';
import { flattened } from '../flattened.js';
import { linear } from '../linear.js';
import { parameter } from '../parameter.js';
import { temperatureOption } from '../relaxed-bernoulli-units.js';

const FAMILY = 'logRelaxedCategorical';

const options = z.strictObject({
  categories: z.int().min(2).default(10).describe('how many categories each group of the latent has'),
  temperature: temperatureOption,
});

/**
 * q(z given x) of groups of categories, relaxed (Gumbel-softmax, Jang et al. 2017; Maddison et al. 2017): a latent of 200
 * elements is 20 groups of 10 categories. The latent is the logarithm of each group's vector, [groups, categories], whose density is
 * exact (Maddison et al. 2017, appendix C), and what is computed from it is given the vectors themselves, side by side.
 */
export const relaxedCategoricalPosterior = posteriorPart({
  name: 'relaxedCategorical',
  description: 'groups of categories, relaxed so that gradients pass: the latent is the logarithm of each',
  options,
  noise: 'standardGumbel',
  sample(features, latent, { categories, temperature }) {
    const { variable, size } = latent;
    const groups = size / categories;
    if (!Number.isInteger(groups)) throw notGroups(variable, size, categories);
    const apply = (layer: layers.Layer, to: SymbolicTensor): SymbolicTensor =>
      layer.apply(to) as SymbolicTensor;
    const flat = flattened(features, variable);
    const elements = apply(linear({ units: size, name: `${variable}_logit_elements` }), flat);
    const logTemperature = parameter({
      name: `${variable}_log_temperature`,
      shape: [groups],
      value: Math.log(temperature),
      trainable: false,
    });
    const parameters = {
      logits: apply(
        layers.reshape({ targetShape: [groups, categories], name: `${variable}_logits` }),
        elements,
      ),
      logTemperature: apply(logTemperature, flat),
    };
    const prior = ofCategories(latent, categories);
    const log = familyDraw({ family: FAMILY, parameters }, { ...latent, prior }, [groups, categories]);
    const units = layers.activation({ activation: 'softmax', name: `${variable}_units` });
    return flattened(apply(units, log), variable);
  },
});

/** A constant prior of as many categories, unless it names its own. */
function ofCategories({ variable, prior }: LatentConfig, categories: number): Prior {
  if (prior.kind !== 'constant' || prior.family !== FAMILY) return prior;
  const { categories: given = categories } = prior.constants;
  if (given === categories) return constantPrior(FAMILY, { ...prior.constants, categories });
  throw new HelmholtzError(
    'usage',
    `The latent "${variable}" is of ${categories} categories, and its prior of ${given}.`,
    { hint: 'A prior without "categories" has as many as the posterior.' },
  );
}

function notGroups(variable: string, size: number, categories: number): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The latent "${variable}" has ${size} elements, which are no groups of ${categories} categories.`,
    {
      hint: `Its size must be a multiple: 20 groups are ${20 * categories}. Or choose "categories" of the posterior "relaxedCategorical".`,
    },
  );
}
