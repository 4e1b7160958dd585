import { HelmholtzError } from '@helmholtz/base';
import { defineRecipe, denseLayers, flat, type Spec } from '@helmholtz/core';

import { compose } from './composition/compose.js';
import { generativeOf, recognitionOf } from './composition/names.js';

/**
 * Multimodal VAE: p(z) and p(x | z) of each observed variable, or modality, and q(z | modalities)
 * from one expert for each modality. Experts of missing modalities are left out (MVAE, Wu and
 * Goodman 2018; MMVAE, Shi et al. 2019).
 *
 * The modalities are `observed` and `inputs`. Each has the networks `recognition_<modality>` and
 * `generative_<modality>`.
 */
export const multimodalVae = defineRecipe({
  name: 'multimodal-vae',
  description: 'VAE of several observed variables, any of which may be missing: an expert for each (MVAE)',
  takes: ['inputs', 'likelihoods', 'networkInput'],
  networks: (spec) => modalitiesOf(spec).flatMap(({ name }) => [recognitionOf(name), generativeOf(name)]),
  declare({ observed, latents = [{ name: 'z', size: 16 }], hidden = [256] }) {
    const label = 'label';
    return {
      observed: flat(observed),
      inputs: [{ name: label, shape: [10], likelihood: 'categorical' }],
      latents: [...latents],
      networks: {
        [recognitionOf(observed.name)]: denseLayers(hidden),
        [recognitionOf(label)]: denseLayers(hidden),
        [generativeOf(observed.name)]: denseLayers(hidden.toReversed()),
        [generativeOf(label)]: denseLayers(hidden.toReversed()),
      },
      posterior: 'productOfExperts',
      objective: 'subsampledElbo',
      optimizer: { name: 'adam', learningRate: 1e-3 },
    };
  },
  build(spec, parts) {
    const modalities = modalitiesOf(spec);
    const given = spec.latents.map(({ name }) => name);
    return compose(
      {
        name: 'multimodal-vae',
        inputs: modalities.map(({ name, shape, missing, padded, networkInput }) => ({
          ...{ name, shape, missing, padded, networkInput },
          likelihood: { given, network: generativeOf(name) },
        })),
        latents: spec.latents.map(({ name, size }) => ({
          name,
          size,
          posterior: {
            given: modalities.map((modality) => modality.name),
            experts: modalities.map((modality) => ({
              name: modality.name,
              given: [modality.name],
              network: recognitionOf(modality.name),
            })),
          },
        })),
      },
      parts,
    );
  },
});

/** @throws HelmholtzError (`usage`) for one modality, or one without its own likelihood. */
function modalitiesOf({ observed, inputs = [] }: Spec): Spec['observed'][] {
  if (inputs.length === 0) {
    throw new HelmholtzError('usage', 'The recipe "multimodal-vae" has one modality, and needs two.', {
      hint: 'List the others in the spec: inputs: [{ name: label, shape: [10], likelihood: categorical }]. The recipe "vae" has one.',
    });
  }
  inputs.forEach(({ name, likelihood }, index) => {
    if (likelihood !== undefined) return;
    throw new HelmholtzError(
      'usage',
      `the spec at inputs.${index}.likelihood: the modality "${name}" has no likelihood.`,
      { hint: 'Name the distribution of its values, such as categorical for a one-hot label.' },
    );
  });
  return [observed, ...inputs];
}
