import { denseLayers } from '@helmholtz/core';
import type { SpecInput } from '@helmholtz/recipes';

const hidden = (units: number) => denseLayers([units]);

export const threeLatents: SpecInput = {
  recipe: 'composed',
  observed: { shape: [784], given: ['z1', 'z3'] },
  inputs: [{ name: 'label', shape: [10], given: ['z3'], likelihood: 'categorical' }],
  latents: [
    { name: 'z1', size: 16, posterior: { given: ['x'] }, prior: { given: ['z2'] } },
    { name: 'z2', size: 8, posterior: { given: ['z1'] }, prior: { given: ['z3'] } },
    { name: 'z3', size: 4, posterior: { given: ['z2', 'x'] } },
  ],
  networks: {
    recognition_z1: hidden(200),
    recognition_z2: hidden(100),
    recognition_z3: hidden(200),
    generative_z1: hidden(100),
    generative_z2: hidden(50),
    generative_x: hidden(200),
    generative_label: [],
  },
  data: { dataset: 'digits', binarization: 'threshold' },
  training: { epochs: 10 },
};
