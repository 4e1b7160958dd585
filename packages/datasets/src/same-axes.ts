import { exampleLength } from './dataset.js';

/**
 * Returns whether the values of two shapes have the same order. Axes of one element do not matter,
 * and flat examples have the order of any shape of as many elements.
 */
export function haveSameAxes(first: readonly number[], second: readonly number[]): boolean {
  if (exampleLength(first) !== exampleLength(second)) return false;
  const axes = [first, second].map((shape) => shape.filter((size) => size !== 1));
  return axes.some(({ length }) => length < 2) || new Set(axes.map(String)).size === 1;
}
