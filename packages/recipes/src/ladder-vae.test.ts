import { declareRecipe, varianceOf } from '@helmholtz/core';
import test from 'ava';

import { ladderVae } from './ladder-vae.js';
import '@helmholtz/testing/cpu-backend';
import { declaredModel, numbersOf, termsAt } from './testing/declared.js';

const latents = [
  { name: 'z1', size: 3 },
  { name: 'z2', size: 2 },
];
const model = declaredModel(ladderVae, 4, { latents, hidden: [5] });

test('its networks are normalized by batch, and the KL divergence is warmed up', (t) => {
  const { networks, objective, recipe } = declareRecipe(ladderVae, {
    observed: { name: 'x', shape: [4] },
    latents,
    hidden: [5, 6],
  });
  t.deepEqual(
    networks!['generative_x']?.map(({ layer }) => layer),
    [...['dense', 'batchNormalization', 'leakyReLU'], ...['dense', 'batchNormalization', 'leakyReLU']],
  );
  t.deepEqual(objective, { name: 'elbo', warmUp: 0.5 });
  t.is(recipe, 'ladder-vae', 'that it is top down goes without saying');
});

test('latents are drawn from the top, and the posterior of a lower one is weighed with its prior', (t) => {
  t.deepEqual(
    model.description.nodes.map(({ id }) => id).filter((id) => id.endsWith('_precision_weighted')),
    ['z1_precision_weighted'],
  );
});

test('precisions add: a posterior is narrower than its prior', (t) => {
  const terms = termsAt(model, [[1, 0, 0, 1]]);
  const { posterior, prior } = terms.latents.find(({ name }) => name === 'z1')!;
  const [q, p] = [posterior!, prior!].map((distribution) => numbersOf(varianceOf(distribution)));
  q!.forEach((variance, index) => t.true(variance < p![index]!, `${variance}, ${p![index]}`));
});
