import { arrays } from './arrays.js';
import { elementwise } from './elementwise.js';
import { indexed } from './indexed.js';
import { products } from './products.js';
import { reductions } from './reductions.js';
import type { ShapeRules } from './rule.js';
import { windows } from './windows.js';

/** Shape rules by kernel name. */
export const shapeRules: ShapeRules = {
  ...elementwise,
  ...reductions,
  ...arrays,
  ...indexed,
  ...products,
  ...windows,
};
