import { posteriorPart } from '@helmholtz/core';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { categoriesOption, groupsOf, priorOfCategories } from '../categories.js';
import { familyDraw } from '../family-draw.js';
import { flattened } from '../flattened.js';
import { linear } from '../linear.js';
import { StraightThrough, straightThroughOption } from '../straight-through.js';
import { logTemperature, temperatureOption } from '../temperature.js';

const FAMILY = 'logRelaxedCategorical';

const options = z.strictObject({
  categories: categoriesOption,
  temperature: temperatureOption,
  straightThrough: straightThroughOption,
});

/**
 * Posterior of relaxed categorical groups, Gumbel-softmax (Jang et al. 2017; Maddison et al. 2017).
 * 200 elements with 10 categories are 20 groups. The latent is the logarithm of each group's
 * vector, [groups, categories], with an exact density (Maddison et al. 2017, appendix C). Later
 * layers receive the vectors, [batch, size]; with `straightThrough` one-hot vectors, with the
 * gradient of the relaxed ones.
 */
export const relaxedCategoricalPosterior = posteriorPart({
  name: 'relaxedCategorical',
  description:
    'relaxed categories (Gumbel-softmax), through which gradients flow; the latent is their logarithms',
  options,
  noise: 'standardGumbel',
  sample(features, latent, { categories, temperature, straightThrough }) {
    const { variable, size } = latent;
    const groups = groupsOf('relaxedCategorical', latent, categories);
    const apply = (layer: layers.Layer, to: SymbolicTensor): SymbolicTensor =>
      layer.apply(to) as SymbolicTensor;
    const flat = flattened(features, variable);
    const elements = apply(linear({ units: size, name: `${variable}_logit_elements` }), flat);
    const parameters = {
      logits: apply(
        layers.reshape({ targetShape: [groups, categories], name: `${variable}_logits` }),
        elements,
      ),
      logTemperature: apply(logTemperature(variable, [groups], temperature), flat),
    };
    const prior = priorOfCategories(FAMILY, latent, categories);
    const log = familyDraw({ family: FAMILY, parameters }, { ...latent, prior }, [groups, categories]);
    const units = layers.activation({ activation: 'softmax', name: `${variable}_units` });
    const relaxed = apply(units, log);
    const discrete = new StraightThrough({ name: `${variable}_discrete`, categories: true });
    return flattened(straightThrough ? apply(discrete, relaxed) : relaxed, variable);
  },
});
