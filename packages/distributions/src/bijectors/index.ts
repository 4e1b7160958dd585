/** Bijectors: one a file, each a function that makes one. */
export { affine } from './affine.js';
export { chain } from './chain.js';
export { exp } from './exp.js';
export { inverted } from './inverted.js';
export { permutation } from './permutation.js';
export { logit, sigmoid } from './sigmoid.js';
export { softplus } from './softplus.js';
export { tanh } from './tanh.js';
