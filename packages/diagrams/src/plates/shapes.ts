import type { Point } from '../layout/layout.js';
import { type Formula, typeset } from '../math/typeset.js';
import type { PlateNode } from './plate-model.js';

export interface Shape {
  readonly outline: 'ellipse' | 'diamond' | 'none';
  readonly width: number;
  readonly height: number;
  readonly formula: Formula;
}

const sizes = {
  variable: { least: 46, font: 20, room: 20 },
  noise: { least: 30, font: 15, room: 11 },
  parameters: { least: 26, font: 20, room: 10 },
} as const;

/**
 * A node's outline with its symbol: as large as all of its kind, or as wide as its symbol needs.
 */
export function shapeOf({ kind, symbol }: PlateNode): Shape {
  const { least, font, room } = kind === 'noise' || kind === 'parameters' ? sizes[kind] : sizes.variable;
  const formula = typeset(symbol, font);
  const outline = kind === 'parameters' ? 'none' : kind === 'deterministic' ? 'diamond' : 'ellipse';
  // Text fits only into half of the width of a diamond.
  const stretch = outline === 'diamond' ? 1.35 : 1;
  const width = Math.max(least * (outline === 'diamond' ? 1.15 : 1), stretch * (formula.width + room));
  return { outline, width, height: least * (outline === 'diamond' ? 1.15 : 1), formula };
}

/**
 * Whether a point is inside an outline that is larger by a margin; the point is relative to its
 * centre.
 */
export function contains({ outline, width, height }: Shape, { x, y }: Point, margin = 0): boolean {
  const [across, down] = [Math.abs(x) / (width / 2 + margin), Math.abs(y) / (height / 2 + margin)];
  if (outline === 'ellipse') return across * across + down * down < 1;
  return outline === 'diamond' ? across + down < 1 : Math.max(across, down) < 1;
}
