/** Bijectors: one a file, each a function that makes one. */
export { affine } from './affine.js';
export { type AutoregressiveTransform, autoregressive } from './autoregressive.js';
export { block } from './block.js';
export { chain } from './chain.js';
export { type CouplingOptions, coupling } from './coupling.js';
export { exp } from './exp.js';
export { inverted } from './inverted.js';
export { permutation } from './permutation.js';
export { type PlanarParameters, planar } from './planar.js';
export { type RadialParameters, radial } from './radial.js';
export { type SplineParameters, rationalQuadraticSpline } from './rational-quadratic-spline.js';
export { logit, sigmoid } from './sigmoid.js';
export { softplus } from './softplus.js';
export { type SylvesterParameters, sylvester } from './sylvester.js';
export { tanh } from './tanh.js';
