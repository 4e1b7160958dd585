import { STEPS, eagerOnOnnx, specs, testParity, testRecipes } from './training.js';

for (const [name, spec] of Object.entries(specs)) testParity(name, spec, [eagerOnOnnx]);
testRecipes(STEPS);
