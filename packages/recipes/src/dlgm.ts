import {
  type Recipe,
  type RecipeDeclaration,
  type Spec,
  denseLayers,
  flat,
  scaleForm,
} from '@helmholtz/core';
import { z } from 'zod';

import { compose } from './composition/compose.js';
import { generativeOf, recognitionOf } from './composition/names.js';
import type { ComposedFeatures, ComposedLatent, Source } from './composition/composition.js';

const options = z.strictObject({
  recognition: z
    .enum(['bottomUp', 'factorized', 'topDown'])
    .default('bottomUp')
    .describe('what each posterior is given: the latent below it, x, or features of x, drawn from the top'),
  generative: z
    .enum(['conditional', 'additive'])
    .default('conditional')
    .describe('whether a latent decides the prior of the one below it, or is added to what comes from above'),
  scale: scaleForm.describe('the scale of the conditional priors, as of the posterior "normal"'),
});

const defaultLatents = [
  { name: 'z1', size: 40 },
  { name: 'z2', size: 10 },
];

type Options = z.output<typeof options>;

/**
 * The deep latent Gaussian model: any number of stochastic layers, the latents z1, ..., zL from x up, with any network
 * between two of them.
 *
 * Generative, `conditional` (Burda et al. 2016): p(zL) p(zL-1 given zL) ... p(x given z1), normal distributions whose
 * location and scale are functions of the latent above. `additive` (Rezende et al. 2014): all latents are standard normal,
 * hL = GL zL, hl = Tl(hl+1) + Gl zl, and x depends on h1.
 *
 * Recognition, `bottomUp` (Burda et al. 2016): q(z1 given x) q(z2 given z1) ...; `factorized` (Rezende et al. 2014):
 * q(zl given x) for each; `topDown`: features of x from layer to layer, and each latent drawn after those above it: with
 * the posterior `precisionWeighted` the ladder VAE (Sønderby et al. 2016).
 *
 * Networks are named after what they lead to: `recognition_z1`, from x, to features of the posterior of z1;
 * `generative_z1`, from z2; and `generative_x`.
 */
export const dlgm: Recipe<Options> = {
  name: 'dlgm',
  description: 'deep latent Gaussian model: any number of stochastic layers, z1 next to x',
  options,
  networks: (spec) => [
    ...spec.latents.map(({ name }) => recognitionOf(name)),
    ...spec.latents.slice(0, -1).map(({ name }) => generativeOf(name)),
    generativeOf(spec.observed.name),
  ],
  declare({ latents = defaultLatents, hidden = [200], observed }) {
    const generated = [observed.name, ...latents.slice(0, -1).map(({ name }) => name)];
    return {
      observed: flat(observed),
      latents: [...latents],
      networks: Object.fromEntries([
        ...latents.map(({ name }) => [recognitionOf(name), denseLayers(hidden, 'tanh')]),
        ...generated.map((name) => [generativeOf(name), denseLayers(hidden.toReversed(), 'tanh')]),
      ]) as RecipeDeclaration['networks'],
    };
  },
  build(spec, parts, chosen) {
    const { name, shape } = spec.observed;
    const layers = spec.latents.map((latent, index) => layerOf(spec, chosen, latent, index));
    const bottom = chosen.generative === 'additive' ? stateOf(spec.latents[0]!.name) : spec.latents[0]!.name;
    return compose(
      {
        name: 'dlgm',
        inputs: [{ name, shape, likelihood: { given: [bottom], network: generativeOf(name) } }],
        latents: layers.map(({ latent }) => latent),
        features: layers.flatMap(({ features }) => features),
      },
      parts,
    );
  },
};

/** The features that the posterior of a latent is made of, where those of the next are made of them. */
const featuresOf = (latent: string): string => `${latent}_features`;
/** h of the additive form: what comes from above, and the latent. */
const stateOf = (latent: string): string => `${latent}_state`;
const fromAbove = (latent: string): string => `${latent}_from_above`;

/** A stochastic layer: its latent, and the features that stand beside it. */
function layerOf(
  { latents, observed }: Spec,
  { recognition, generative, scale }: Options,
  { name, size }: Spec['latents'][number],
  index: number,
): { readonly latent: ComposedLatent; readonly features: readonly ComposedFeatures[] } {
  const below = latents[index - 1]?.name;
  const above = latents[index + 1]?.name;
  const recognised = {
    bottomUp: below ?? observed.name,
    factorized: observed.name,
    topDown: below === undefined ? observed.name : featuresOf(below),
  }[recognition];
  const source: Source = { given: [recognised], network: recognitionOf(name) };
  const generated = above === undefined ? undefined : { given: [above], network: generativeOf(name), scale };
  const latent = {
    name,
    size,
    posterior: recognition === 'topDown' ? { given: [featuresOf(name)] } : source,
    prior: generative === 'conditional' ? generated : undefined,
  };
  const features = recognition === 'topDown' ? [{ name: featuresOf(name), ...source }] : [];
  return {
    latent,
    features: generative === 'additive' ? [...features, ...statesOf(name, size, above)] : features,
  };
}

function statesOf(name: string, size: number, above: string | undefined): readonly ComposedFeatures[] {
  if (above === undefined) return [{ name: stateOf(name), given: [name], size }];
  return [
    { name: fromAbove(name), given: [stateOf(above)], network: generativeOf(name) },
    { name: stateOf(name), given: [fromAbove(name), name], size },
  ];
}
