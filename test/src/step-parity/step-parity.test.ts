import { compiledOnOnnx, eagerOnOnnx, specs, testParity } from './training.js';

/** Eager steps on onnx run kernel by kernel, which takes long: the others of them run every night. */
const ALSO_EAGER = ['vae', 'dlgm'];

for (const [name, spec] of Object.entries(specs)) {
  testParity(name, spec, ALSO_EAGER.includes(name) ? [compiledOnOnnx, eagerOnOnnx] : [compiledOnOnnx]);
}
