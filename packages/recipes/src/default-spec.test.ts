import '@helmholtz/testing/cpu-backend';

import test from 'ava';

import { buildModel } from './container.js';
import { defaultSpec } from './default-spec.js';
import { recipes } from './parts.js';

for (const { name } of recipes) {
  test(`the default spec of ${name} builds a model of the given shape`, (t) => {
    const shape = name === 'conv-vae' || name === 'vq-vae' ? [28, 28, 1] : [6];
    const model = buildModel(defaultSpec(name, shape));
    t.is(model.spec?.recipe, name);
    t.true(model.latents.length > 0);
  });
}

test('sizes replace those of the recipe', (t) => {
  const sizes = { latents: [{ name: 'z', size: 3 }], hidden: [7], likelihood: 'poisson' };
  const spec = defaultSpec('vae', [5], sizes);
  t.deepEqual(spec.observed, { name: 'x', shape: [5] });
  t.deepEqual(spec.latents, [{ name: 'z', size: 3 }]);
  t.deepEqual(spec.networks['recognition'], [{ layer: 'dense', units: 7, activation: 'relu' }]);
  t.is(spec.likelihood, 'poisson');
});

test('throws an error that names an unknown recipe', (t) => {
  t.throws(() => defaultSpec('vea' as 'vae', [4]), { message: /no recipe named "vea"/ });
});
