import { posteriorPart } from '@helmholtz/core';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { categoriesOption, groupsOf, priorOfCategories } from '../categories.js';
import { familyDraw } from '../family-draw.js';
import { flattened } from '../flattened.js';
import { linear } from '../linear.js';

const FAMILY = 'categorical';

/**
 * Posterior of groups of categories. 200 elements with 10 categories are 20 groups. The latent is
 * one-hot vectors, [groups, categories]; later layers receive them as [batch, size]. No gradient
 * passes through a draw, so the objective must estimate the gradient otherwise, as `vimco` and
 * `nvil` do.
 */
export const categoricalPosterior = posteriorPart({
  name: 'categorical',
  description: 'groups of categories, one-hot, for objectives whose gradient needs no path such as vimco',
  options: z.strictObject({ categories: categoriesOption }),
  noise: 'standardGumbel',
  sample(features, latent, { categories }) {
    const { variable, size } = latent;
    const groups = groupsOf(FAMILY, latent, categories);
    const elements = linear({ units: size, name: `${variable}_logit_elements` });
    const shape = [groups, categories];
    const grouped = layers.reshape({ targetShape: shape, name: `${variable}_logits` });
    const logits = grouped.apply(elements.apply(flattened(features, variable))) as SymbolicTensor;
    const prior = priorOfCategories(FAMILY, latent, categories);
    const codes = familyDraw({ family: FAMILY, parameters: { logits } }, { ...latent, prior }, shape);
    return flattened(codes, variable);
  },
});
