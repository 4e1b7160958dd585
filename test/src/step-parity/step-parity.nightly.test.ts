import { MANY_STEPS, compiledOnOnnx, eagerOnOnnx, specs, testParity, testRecipes } from './training.js';

for (const [name, spec] of Object.entries(specs))
  testParity(name, spec, [compiledOnOnnx, eagerOnOnnx], MANY_STEPS);
testRecipes(MANY_STEPS);
