import type { Role } from '@helmholtz/core/description';

import { fit } from '../text/fit.js';
import { fonts } from '../text/fonts.js';
import { nodeStyles } from '../theme.js';
import { element } from './markup.js';
import { drawText } from './shapes.js';

const swatch = { width: 22, height: 13 };
const gap = { text: 6, entry: 18 };
const rowHeight = 22;

/** The roles with their colours, in rows of the same number and about `limit` pixels at most. */
export function drawLegend(
  roles: readonly Role[],
  limit: number,
): { width: number; height: number; parts: string[] } {
  const entries = roles.map((role) => {
    const label = fit(nodeStyles[role].name, fonts.body);
    return { role, label, width: swatch.width + gap.text + label.width };
  });
  const total = entries.reduce((sum, { width }) => sum + width + gap.entry, -gap.entry);
  const perRow = Math.ceil(entries.length / Math.ceil(total / limit));

  let [x, y, widest] = [0, 0, 0];
  const parts = entries.map(({ role, label, width }, index) => {
    const { fill, stroke, dashed, round } = nodeStyles[role];
    if (index > 0 && index % perRow === 0) [x, y] = [0, y + rowHeight];
    const entry = element(
      'g',
      { 'data-legend': role },
      element('rect', {
        x,
        y: y + 1,
        ...swatch,
        rx: round ? swatch.height / 2 : 3,
        fill,
        stroke,
        'stroke-width': 1.4,
        'stroke-dasharray': dashed ? '4 2.5' : undefined,
      }),
      drawText({
        ...label,
        x: x + swatch.width + gap.text,
        y: y + 11.5,
        anchor: 'start',
        font: fonts.body,
        tone: 'muted',
      }),
    );
    widest = Math.max(widest, x + width);
    x += width + gap.entry;
    return entry;
  });
  return { width: widest, height: roles.length > 0 ? y + rowHeight - 6 : 0, parts };
}
