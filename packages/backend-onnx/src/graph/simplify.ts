import type { Rule } from './rewrite.js';

/** Rules that make a graph cheaper and leave what it computes as it is. */
export const simplifications: readonly Rule[] = [];
