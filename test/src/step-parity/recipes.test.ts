// Each night they train longer.
import { testRecipes } from './training.js';

testRecipes(50);
