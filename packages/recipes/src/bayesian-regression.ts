import { HelmholtzError, itemAt } from '@helmholtz/base';
import {
  defineRecipe,
  denseLayers,
  flat,
  type RecipeSizes,
  sizeOf,
  type SpecDeclaration,
} from '@helmholtz/core';
import { LatentDense, denseSize, flattened, latentVariableGraph } from '@helmholtz/layers';
import { type SymbolicTensor, input } from '@tensorflow/tfjs-layers';

import { filledInput } from './filled-input.js';

const CLASSES = 10;

/**
 * Defines a regression with latent weights: p(w) p(label | w, x), where x is a condition. All N
 * examples share w and its posterior q(w):
 *
 *     nelbo = mean over examples of -E_q[log p(label | w, x)] + KL(q(w), p(w)) / N
 *
 * Each example of a batch uses a separate draw of w, which reduces the variance of the gradients
 * (Kingma et al. 2015, section 2.2). The network `generative` can compute features of x, with
 * ordinary weights.
 */
export function bayesianRegression<const Name extends string>(
  name: Name,
  description: string,
  likelihood: NonNullable<SpecDeclaration['likelihood']>,
) {
  return defineRecipe({
    name,
    description,
    takes: ['inputs'],
    networks: ['generative'],
    declare({ observed, hidden = [], latents }: RecipeSizes) {
      const x = flat(observed);
      const size = denseSize(hidden.at(-1) ?? itemAt(x.shape, 0), CLASSES);
      return {
        observed: x,
        inputs: [{ name: 'label', shape: [CLASSES] }],
        latents: [...(latents ?? [{ name: 'w', size }])],
        networks: { generative: denseLayers(hidden) },
        likelihood,
        optimizer: { name: 'adam', learningRate: 1e-3 },
      };
    },
    build({ observed, inputs = [], latents }, { network, likelihoodOf, sample }) {
      const [label, ...others] = inputs;
      const [w, ...more] = latents;
      if (!label || others.length > 0 || !w || more.length > 0)
        throw notOne(name, inputs.length, latents.length);
      const x = input({ shape: observed.shape, name: observed.name });
      const filled = filledInput(x, observed);
      const y = input({ shape: label.shape, name: label.name });
      const features = flattened(network('generative')(filled), 'features');
      const ending = likelihoodOf(label.name);
      const units = sizeOf(ending.parameterShape(label.shape));
      checkSize(name, w, features, units);
      const weights = sample(filled, { name: w.name, size: w.size, global: true });
      const logits = new LatentDense({ name: `${label.name}_parameters`, units }).apply([features, weights]);
      const head = ending.head({ name: `${label.name}_likelihood`, variable: label.name });
      return latentVariableGraph({
        name,
        inputs: [x, y],
        outputs: [head.apply(logits) as SymbolicTensor],
      });
    },
  });
}

function notOne(recipe: string, inputs: number, latents: number): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The recipe "${recipe}" does not support ${inputs} inputs and ${latents} latents.`,
    {
      hint: 'Declare one input, the label, and one latent, the weights: inputs: [{ name: label, shape: [10] }], latents: [{ name: w, size: ... }].',
    },
  );
}

function checkSize(
  recipe: string,
  { name, size }: { readonly name: string; readonly size: number },
  features: SymbolicTensor,
  units: number,
): void {
  const from = features.shape[1]!;
  const expected = denseSize(from, units);
  if (size === expected) return;
  throw new HelmholtzError(
    'usage',
    `The latent "${name}" of the recipe "${recipe}" has the size ${size}, but needs ${expected}.`,
    {
      hint: `It holds the weights of a dense layer from ${from} features to ${units} parameters, with biases: (${from} + 1) * ${units} = ${expected}.`,
    },
  );
}
