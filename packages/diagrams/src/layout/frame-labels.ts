import { itemAt } from '@helmholtz/base';
import { fonts } from '../text/fonts.js';
import { sample } from './curve.js';
import type { Box, EdgePath, Point } from './layout.js';

/** Between the label of a frame and the frame, in pixels. */
const inset = { x: 10, y: 6 };
const clearance = 3;

/**
 * Where the label of a frame goes: into the first of its corners that no edge crosses, else the
 * upper left.
 */
export function labelBox(frame: Box, width: number, edges: readonly EdgePath[]): Box {
  const height = fonts.frame.size;
  const left = frame.x + inset.x;
  const right = frame.x + frame.width - inset.x - width;
  const top = frame.y + inset.y;
  const bottom = frame.y + frame.height - inset.y - height;
  const corners = [
    { x: left, y: top },
    { x: right, y: top },
    { x: left, y: bottom },
    { x: right, y: bottom },
  ].map((corner): Box => ({ ...corner, width, height }));
  const crossing = edges.flatMap(({ points, tip }) => [...sample(points), tip]);
  return corners.find((box) => !crossing.some((point) => contains(box, point))) ?? itemAt(corners, 0);
}

function contains({ x, y, width, height }: Box, point: Point): boolean {
  return (
    point.x > x - clearance &&
    point.x < x + width + clearance &&
    point.y > y - clearance &&
    point.y < y + height + clearance
  );
}
