import type { DiagramCluster, DiagramEdge, DiagramNode } from '../diagram/diagram.js';
import type { Card, TextRun } from '../layout/card.js';
import type { Box, EdgePath, Point } from '../layout/layout.js';
import { escapeMarkup } from '../text/clean.js';
import { fit, fitFrameLabel } from '../text/fit.js';
import { fonts } from '../text/fonts.js';
import { clusterStyles, edgeStyles, nodeStyles, tones } from '../theme.js';
import { element, format } from './markup.js';

const dashes = '5 3';

export function drawNode({ id, label, role }: DiagramNode, { x, y, card }: Point & { card: Card }): string {
  const { fill, stroke, dashed, round } = nodeStyles[role];
  const { width, height, rule } = card;
  const says = [
    label.title,
    label.subtitle,
    ...label.notes,
    ...label.rows.map((row) => `${row.name} ${row.value}`),
  ];
  return element(
    'g',
    { 'data-node': id, 'data-role': role, transform: `translate(${format(x)} ${format(y)})` },
    // Texts may be shortened on the card, but not here: browsers show this one on hovering.
    element('title', {}, escapeMarkup(says.filter((line) => line !== undefined).join(' | '))),
    element('rect', {
      width,
      height,
      rx: round ? Math.min(18, height / 2) : 4,
      fill,
      stroke,
      'stroke-width': 1.4,
      'stroke-dasharray': dashed ? dashes : undefined,
    }),
    ...(rule === undefined
      ? []
      : [element('path', { d: `M0 ${format(rule)}H${format(width)}`, stroke, 'stroke-opacity': 0.45 })]),
    ...card.texts.map(drawText),
  );
}

export function drawEdge({ from, to, output, style }: DiagramEdge, { points, tip, label }: EdgePath): string {
  const { stroke, dashed } = edgeStyles[style];
  const [start, ...rest] = points as [Point, ...Point[]];
  const at = ({ x, y }: Point) => `${format(x)} ${format(y)}`;
  return element(
    'g',
    { 'data-edge': `${from} -> ${to}` },
    element('path', {
      d: `M${at(start)}C${rest.map(at).join(' ')}`,
      fill: 'none',
      stroke,
      'stroke-width': 1.3,
      'stroke-dasharray': dashed ? dashes : undefined,
    }),
    element('path', { d: arrowhead(points.at(-1)!, tip), fill: stroke }),
    ...(label && output !== undefined ? [drawOutput(output, label)] : []),
  );
}

function arrowhead(base: Point, tip: Point): string {
  const [dx, dy] = [tip.x - base.x, tip.y - base.y];
  const half = 3.2 / (Math.hypot(dx, dy) || 1);
  const corner = (sign: number) =>
    `${format(base.x - sign * dy * half)} ${format(base.y + sign * dx * half)}`;
  return `M${format(tip.x)} ${format(tip.y)}L${corner(1)} ${corner(-1)}Z`;
}

/** The number of a tensor among the outputs of its node. */
function drawOutput(output: number, { x, y }: Point): string {
  const font = fonts.body;
  return drawText({
    ...fit(String(output), font),
    x,
    y: y + 0.35 * font.size,
    anchor: 'middle',
    font,
    tone: 'muted',
  });
}

export function drawFrame({ id, label, kind }: DiagramCluster, { x, y, width, height }: Box): string {
  const { fill, stroke, dashed } = clusterStyles[kind];
  return element(
    'g',
    { 'data-frame': id },
    element('title', {}, escapeMarkup(label)),
    element('rect', {
      x,
      y,
      width,
      height,
      rx: 8,
      fill,
      stroke,
      'stroke-dasharray': dashed ? dashes : undefined,
    }),
  );
}

/** The label of a frame, on a ground of its own that covers an edge where it must. */
export function drawFrameLabel({ label, kind }: DiagramCluster, { x, y, width, height }: Box): string {
  const font = fonts.frame;
  const ground = { x: x - 3, y: y - 2, width: width + 6, height: height + 4, fill: clusterStyles[kind].fill };
  const text = {
    ...fitFrameLabel(label),
    x,
    y: y + 0.85 * height,
    anchor: 'start',
    font,
    tone: 'muted',
  } as const;
  return [element('rect', ground), drawText(text)].join('\n');
}

/** A text that takes the width it was measured to have, whatever font the reader's machine has. */
export function drawText({ x, y, text, width, anchor, font, tone }: TextRun): string {
  return element(
    'text',
    {
      x,
      y,
      'font-size': font.size,
      'font-weight': font.weight === 'bold' ? 'bold' : undefined,
      'text-anchor': anchor === 'middle' ? 'middle' : undefined,
      fill: tones[tone],
      textLength: width,
      lengthAdjust: 'spacingAndGlyphs',
    },
    escapeMarkup(text),
  );
}
