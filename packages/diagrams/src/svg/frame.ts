import type { DiagramCluster } from '../diagram/diagram.js';
import type { Box } from '../layout/layout.js';
import { fitFrameLabel } from '../text/fit.js';
import { fonts } from '../text/fonts.js';
import type { Theme } from '../theme/theme.js';
import { type SvgElement, element } from './element.js';
import { outline } from './line.js';
import { drawText } from './text.js';

export function drawFrame(
  { id, label, kind }: DiagramCluster,
  { x, y, width, height }: Box,
  theme: Theme,
): SvgElement {
  const { fill, ...line } = theme.clusters[kind];
  return element(
    'g',
    { 'data-frame': id },
    element('title', {}, label),
    element('rect', { x, y, width, height, rx: 8, fill, ...outline(line) }),
  );
}

/** Draws the label of a frame with a background, which covers crossing edges. */
export function drawFrameLabel(
  { label, kind }: DiagramCluster,
  { x, y, width, height }: Box,
  theme: Theme,
): SvgElement[] {
  const { fill } = theme.clusters[kind];
  const place = { x, y: y + 0.85 * height, anchor: 'start', font: fonts.frame, tone: 'muted' } as const;
  return [
    element('rect', { x: x - 3, y: y - 2, width: width + 6, height: height + 4, fill }),
    drawText({ ...fitFrameLabel(label), ...place }, theme),
  ];
}
