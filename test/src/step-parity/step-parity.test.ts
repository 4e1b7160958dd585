// Each night they train longer, and all of them also by eager steps on onnx.
import { FEW_STEPS, compiledOnOnnx, eagerOnOnnx, specs, testParity } from './training.js';

/** Eager steps on onnx run kernel by kernel, which takes long. */
const ALSO_EAGER = ['vae', 'dlgm'];

for (const [name, spec] of Object.entries(specs)) {
  const engines = ALSO_EAGER.includes(name) ? [compiledOnOnnx, eagerOnOnnx] : [compiledOnOnnx];
  testParity(name, spec, engines, FEW_STEPS);
}
