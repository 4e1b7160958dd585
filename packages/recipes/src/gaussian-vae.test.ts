import { declareRecipe } from '@helmholtz/core';
import type { Normal } from '@helmholtz/distributions';
import { tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { buildModel } from './testing/any-names.js';
import { gaussianVae } from './gaussian-vae.js';
import '@helmholtz/testing/cpu-backend';
import { decoded, numbersOf } from './testing/declared.js';

const observed = { name: 'x', shape: [3] };
const latents = [{ name: 'z', size: 2 }];

for (const scale of [undefined, 0.1]) {
  test(`the chosen variance is that of the density: scale ${scale ?? 'as declared, 0.3'}`, (t) => {
    const likelihood = scale === undefined ? undefined : ({ name: 'normal', scale } as const);
    const model = buildModel(declareRecipe(gaussianVae, { observed, latents, hidden: [4], likelihood }));
    const normal = decoded(model, 'z', [0.5, -1]) as Normal;
    const [loc, x, chosen] = [numbersOf(normal.loc), [0.2, 0, 0.9], scale ?? 0.3];
    numbersOf(normal.logProb(tensor([x]))).forEach((found, index) => {
      const distance = (x[index]! - loc[index]!) / chosen;
      const expected = -(distance ** 2) / 2 - Math.log(chosen) - Math.log(2 * Math.PI) / 2;
      t.true(Math.abs(found - expected) < 1e-4 * (1 + Math.abs(expected)), `${found}, ${expected}`);
    });
    t.false(
      [...model.weights.keys()].some((name) => name.startsWith('x_likelihood')),
      'none of it is learned',
    );
  });
}
