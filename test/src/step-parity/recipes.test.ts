// Each night they train longer.
import { FEW_STEPS, testRecipes } from './training.js';

testRecipes(FEW_STEPS);
