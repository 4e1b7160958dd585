import type { DiagramNode } from '../diagram/diagram.js';
import type { Card } from '../layout/card.js';
import type { Point } from '../layout/layout.js';
import { roleStyles } from '../theme/roles.js';
import type { Theme } from '../theme/theme.js';
import { type SvgElement, element, format } from './element.js';
import { outline } from './line.js';
import { drawText } from './text.js';

export function drawNode(
  { id, label, role, highlighted, link }: DiagramNode,
  { x, y, card }: Point & { card: Card },
  theme: Theme,
): SvgElement {
  const { fill, ...own } = theme.nodes[role];
  const line = highlighted ? { ...own, ...theme.highlight } : own;
  const { width, height, rule } = card;
  const says = [
    label.title,
    label.subtitle,
    ...label.notes,
    ...label.rows.map((row) => `${row.name} ${row.value}`),
  ];
  const node = element(
    'g',
    { 'data-node': id, 'data-role': role, transform: `translate(${format(x)} ${format(y)})` },
    // Texts may be shortened on the card, but not here: browsers show this one on hovering.
    element('title', {}, says.filter((text) => text !== undefined).join(' | ')),
    element('rect', {
      width,
      height,
      rx: roleStyles[role].round ? Math.min(18, height / 2) : 4,
      fill,
      ...outline(line),
    }),
    ...(rule === undefined
      ? []
      : [
          element('path', {
            d: `M0 ${format(rule)}H${format(width)}`,
            stroke: line.stroke,
            'stroke-opacity': 0.45,
          }),
        ]),
    ...card.texts.map((text) => drawText(text, theme)),
  );
  return link === undefined ? node : element('a', { href: link }, node);
}
