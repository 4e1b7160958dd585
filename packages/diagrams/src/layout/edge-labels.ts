import { itemAt } from '@helmholtz/base';
import { beside } from './curve.js';
import type { Point } from './layout.js';

const distance = 11;
const aside = 8;
const clearance = 9;

/**
 * Finds places for small labels beside the starts of curves, one after the other: on the outer side
 * of the curve, unless another label is there already.
 */
export function edgeLabelPlacer(): (points: readonly Point[], centre: Point) => Point {
  const placed: Point[] = [];
  return (points, centre) => {
    const sides = [aside, -aside].map((offset) => beside(points, distance, offset, centre));
    const isFree = ({ x, y }: Point) =>
      placed.every((other) => Math.hypot(x - other.x, y - other.y) > clearance);
    const place = sides.find(isFree) ?? itemAt(sides, 0);
    placed.push(place);
    return place;
  };
}
