import { itemAt } from '@helmholtz/base';
import type { Point } from './layout.js';

const stepsPerCurve = 16;

/** Points along a chain of cubic Bézier curves: its start, then three points a curve. */
export function sample(chain: readonly Point[]): Point[] {
  const points = chain.slice(0, 1);
  for (let start = 0; start + 3 < chain.length; start += 3) {
    const [a, b, c, d] = chain.slice(start, start + 4) as [Point, Point, Point, Point];
    for (let step = 1; step <= stepsPerCurve; step++) {
      const t = step / stepsPerCurve;
      const s = 1 - t;
      const weights = [s ** 3, 3 * s * s * t, 3 * s * t * t, t ** 3] as const;
      const mix = (axis: 'x' | 'y') =>
        weights[0] * a[axis] + weights[1] * b[axis] + weights[2] * c[axis] + weights[3] * d[axis];
      points.push({ x: mix('x'), y: mix('y') });
    }
  }
  return points;
}

/**
 * A place beside a curve, `distance` from its start and `aside` from the curve, on the outer side
 * of `centre`.
 */
export function beside(chain: readonly Point[], distance: number, aside: number, centre: Point): Point {
  const points = sample(chain);
  const start = itemAt(points, 0);
  const far =
    points.find(({ x, y }) => Math.hypot(x - start.x, y - start.y) >= distance) ?? itemAt(points, -1);
  const length = Math.hypot(far.x - start.x, far.y - start.y) || 1;
  const [dx, dy] = [(far.x - start.x) / length, (far.y - start.y) / length];
  // Of the two normals, the one that leads away from the centre; to the right where neither does.
  const outward = Math.sign(-dy * (start.x - centre.x) + dx * (start.y - centre.y));
  const side = outward !== 0 && Math.abs(start.x - centre.x) > 1 ? outward : -Math.sign(dy) || 1;
  return { x: start.x + dx * distance - side * dy * aside, y: start.y + dy * distance + side * dx * aside };
}
