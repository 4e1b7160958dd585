import { itemAt } from '@helmholtz/base';
import type { DiagramEdge } from '../diagram/diagram.js';
import type { EdgePath, Point } from '../layout/layout.js';
import { fit } from '../text/fit.js';
import { fonts } from '../text/fonts.js';
import type { Theme } from '../theme/theme.js';
import { type SvgElement, element, format } from './element.js';
import { outline } from './line.js';
import { drawText } from './text.js';

export function drawEdge(
  { from, to, output, style, highlighted }: DiagramEdge,
  { points, tip, label }: EdgePath,
  theme: Theme,
): SvgElement {
  const line = highlighted ? { ...theme.edges[style], ...theme.highlight } : theme.edges[style];
  const [start, ...rest] = points as [Point, ...Point[]];
  const at = ({ x, y }: Point) => `${format(x)} ${format(y)}`;
  return element(
    'g',
    { 'data-edge': `${from} -> ${to}` },
    element('path', { d: `M${at(start)}C${rest.map(at).join(' ')}`, fill: 'none', ...outline(line) }),
    element('path', { d: arrowhead(itemAt(points, -1), tip), fill: line.stroke }),
    ...(label && output !== undefined ? [drawOutput(output, label, theme)] : []),
  );
}

/** @param halfWidth of its base, in pixels */
export function arrowhead(base: Point, tip: Point, halfWidth = 3.2): string {
  const [dx, dy] = [tip.x - base.x, tip.y - base.y];
  const half = halfWidth / (Math.hypot(dx, dy) || 1);
  const corner = (sign: number) =>
    `${format(base.x - sign * dy * half)} ${format(base.y + sign * dx * half)}`;
  return `M${format(tip.x)} ${format(tip.y)}L${corner(1)} ${corner(-1)}Z`;
}

/** The number of a tensor among the outputs of its node. */
function drawOutput(output: number, { x, y }: Point, theme: Theme): SvgElement {
  const font = fonts.body;
  const place = { x, y: y + 0.35 * font.size, anchor: 'middle', font, tone: 'muted' } as const;
  return drawText({ ...fit(String(output), font), ...place }, theme);
}
