import type { DiagramRole } from '../diagram/diagram.js';
import { fit } from '../text/fit.js';
import { fonts } from '../text/fonts.js';
import { roleStyles } from '../theme/roles.js';
import type { Theme } from '../theme/theme.js';
import { type SvgElement, element } from './element.js';
import { outline } from './line.js';
import { drawText } from './text.js';

const swatch = { width: 22, height: 13 };
const gap = { text: 6, entry: 18 };
const rowHeight = 22;

/** The roles with their colours, in rows of the same number and about `limit` pixels at most. */
export function drawLegend(
  roles: readonly DiagramRole[],
  limit: number,
  theme: Theme,
): { width: number; height: number; parts: SvgElement[] } {
  const entries = roles.map((role) => {
    const label = fit(roleStyles[role].name, fonts.body);
    return { role, label, width: swatch.width + gap.text + label.width };
  });
  const total = entries.reduce((sum, { width }) => sum + width + gap.entry, -gap.entry);
  const perRow = Math.ceil(entries.length / Math.ceil(total / limit));

  let [x, y, widest] = [0, 0, 0];
  const parts = entries.map(({ role, label, width }, index) => {
    const { fill, ...line } = theme.nodes[role];
    if (index > 0 && index % perRow === 0) [x, y] = [0, y + rowHeight];
    const entry = element(
      'g',
      { 'data-legend': role },
      element('rect', {
        x,
        y: y + 1,
        ...swatch,
        rx: roleStyles[role].round ? swatch.height / 2 : 3,
        fill,
        ...outline(line),
      }),
      drawText(
        {
          ...label,
          x: x + swatch.width + gap.text,
          y: y + 11.5,
          anchor: 'start',
          font: fonts.body,
          tone: 'muted',
        },
        theme,
      ),
    );
    widest = Math.max(widest, x + width);
    x += width + gap.entry;
    return entry;
  });
  return { width: widest, height: roles.length > 0 ? y + rowHeight - 6 : 0, parts };
}
