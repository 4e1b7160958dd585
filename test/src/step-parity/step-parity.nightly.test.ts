import { MANY_STEPS, compiledOnOnnx, eagerOnOnnx, specs, testParity, testRecipes } from './training.js';

/**
 * An exactly discrete draw is a threshold: where two engines differ in the last bits, some draw
 * falls on the other side sooner or later, and from there the two trainings part.
 */
const STEPS_BEFORE_A_DRAW_DIFFERS: Readonly<Record<string, number>> = {
  'exact categories, by several samples': 60,
};

for (const [name, spec] of Object.entries(specs)) {
  const steps = STEPS_BEFORE_A_DRAW_DIFFERS[name] ?? MANY_STEPS;
  testParity(name, spec, [compiledOnOnnx, eagerOnOnnx], steps);
}
testRecipes(MANY_STEPS);
