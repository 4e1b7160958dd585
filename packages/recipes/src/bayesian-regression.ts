import { HelmholtzError } from '@helmholtz/base';
import { defineRecipe, denseLayers, flat, type RecipeSizes, type SpecDeclaration } from '@helmholtz/core';
import { LatentDense, denseSize, flattened, latentVariableGraph } from '@helmholtz/layers';
import { type SymbolicTensor, input } from '@tensorflow/tfjs-layers';

const CLASSES = 10;

/**
 * A regression whose weights are the latent: p(w) p(label given w, x), with x only conditioned on. There is one w, and one
 * posterior q(w), for the whole data set, whose parameters are learned themselves:
 *
 *     nelbo = mean over examples of -E_q[log p(label given w, x)] + KL(q(w), p(w)) / N
 *
 * Each example of a batch has a draw of w of its own, so gradients are less noisy than with one draw for all of them (Kingma
 * et al. 2015, section 2.2). The network `generative` may stand between x and the weights: features for the regression to be
 * linear in, which are learned as they are.
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
      const size = denseSize(hidden.at(-1) ?? x.shape[0]!, CLASSES);
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
      const y = input({ shape: label.shape, name: label.name });
      const features = flattened(network('generative')(x), 'features');
      const ending = likelihoodOf(label.name);
      const units = ending.parameterShape(label.shape).reduce((product, length) => product * length, 1);
      checkSize(name, w, features, units);
      const weights = sample(x, { name: w.name, size: w.size, global: true });
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
    `The recipe "${recipe}" was given ${inputs} inputs and ${latents} latents.`,
    {
      hint: 'It takes one input, the label, and one latent, the weights: inputs: [{ name: label, shape: [10] }], latents: [{ name: w, size: ... }].',
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
    `The latent "${name}" of the recipe "${recipe}" was given the size ${size}.`,
    {
      hint: `It is all weights of a dense layer from ${from} features to ${units} parameters, with a bias for each: its size is (${from} + 1) * ${units} = ${expected}.`,
    },
  );
}
