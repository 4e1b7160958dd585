import { declaredModel } from './declared.js';

/** Models of common kinds, by the dependencies of their variables. */
export const zoo = {
  conditional: declaredModel('conditional', {
    inputs: ['x', 'y'],
    latents: { z: { given: ['x', 'y'] } },
    observed: { x: ['z', 'y'] },
  }),
  autoencoder: declaredModel('autoencoder', {
    inputs: ['x'],
    latents: { code: { given: ['x'], prior: false } },
    observed: { x: ['code'] },
  }),
  ladder: declaredModel('ladder', {
    inputs: ['x'],
    latents: {
      z3: { given: ['x'] },
      z2: { given: ['x', 'z3'], prior: ['z3'] },
      z1: { given: ['x', 'z2'], prior: ['z2'] },
    },
    observed: { x: ['z1'] },
  }),
  chain: declaredModel('chain', {
    inputs: ['x'],
    latents: {
      z1: { given: ['x'], prior: ['z2'] },
      z2: { given: ['z1'], prior: ['z3'] },
      z3: { given: ['z2'] },
    },
    observed: { x: ['z1'] },
  }),
  composed: declaredModel('composed', {
    inputs: ['image', 'label'],
    latents: {
      z_top: { given: ['image', 'label'] },
      z_style: { given: ['image', 'z_top'], prior: ['z_top'] },
      z_class: { given: ['label', 'z_top'], prior: ['z_top'] },
    },
    observed: { image: ['z_style', 'z_class', 'z_top'], label: ['z_class'] },
  }),
  factors: declaredModel('factors', {
    inputs: ['x'],
    latents: { a: { given: ['x'] }, b: { given: ['x'] }, c: { given: ['x'] } },
    observed: { x: ['a', 'b', 'c'] },
  }),
} as const;
