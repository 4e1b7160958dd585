import { catalogue } from '@helmholtz/core';
import { createCatalogue } from '@helmholtz/recipes';
import { findBackendFactory } from '@tensorflow/tfjs-core';
import test from 'ava';

import { describeDeclared } from './declared.js';

// The inputs of an objective's phases are known from a model with values, and noise of an objective
// from the distributions of the latents.
const withPhases = new Set(['multimodal-vae', 'semi-supervised-vae']);

for (const { name } of createCatalogue().getAll(catalogue.recipe)) {
  if (withPhases.has(name)) continue;
  test.serial(`describing ${name} loads no backend that computes`, async (t) => {
    const { description } = await describeDeclared(name, {
      plugin: [],
      quiet: true,
      json: false,
      debug: false,
    });
    t.true(description.nodes.length > 0);
    t.falsy(findBackendFactory('cpu'));
  });
}
