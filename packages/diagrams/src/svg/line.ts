import type { Line } from '../theme/theme.js';

/** A line's attributes. */
export function outline({ stroke, width, dash }: Line) {
  return { stroke, 'stroke-width': width, 'stroke-dasharray': dash };
}
