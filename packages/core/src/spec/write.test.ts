import test from 'ava';

import { parseSpec, readSpec } from './parse.js';
import type { SpecDeclaration } from './schema.js';
import { writeSpec } from './write.js';

const declared: SpecDeclaration = {
  recipe: 'vae',
  observed: { name: 'image', shape: [28, 28, 1] },
  latents: [
    { name: 'z_top', size: 2 },
    { name: 'no', size: 3 },
  ],
  networks: {
    recognition: [
      { layer: 'conv2d', filters: 8, kernelSize: 3, activation: 'relu' },
      { layer: 'dense', units: 3, kernelRegularizer: { className: 'L1L2', config: { l1: 0, l2: 1e-7 } } },
    ],
    generative: [],
  },
  likelihood: { name: 'normal', scale: 'learned', note: 'yes: "quoted" # not a comment\nsecond line' },
  data: { dataset: 'mnist', dataDir: '~/data: 1' },
  optimizer: { name: 'adam', learningRate: 1e-4 },
  seed: 12,
};

test('a written spec reads back the same, word for word', (t) => {
  const spec = parseSpec(declared);
  t.deepEqual(readSpec(writeSpec(spec), 'spec.yaml'), spec);
  t.is(writeSpec(readSpec(writeSpec(spec), 'spec.yaml')), writeSpec(spec));
});

test('a declaration that leaves its defaults out is written without them', (t) => {
  t.false(writeSpec(declared).includes('beta1'));
  t.deepEqual(readSpec(writeSpec(declared), 'spec.yaml'), parseSpec(declared));
});

test('JSON and YAML of one spec are one spec', (t) => {
  const spec = parseSpec(declared);
  t.deepEqual(readSpec(JSON.stringify(spec), 'spec.json'), readSpec(writeSpec(spec), 'spec.yaml'));
});
