import { itemAt } from '@helmholtz/base';
import { type Formula, drawFormula, typeset } from '../math/typeset.js';
import { arrowhead } from '../svg/edge.js';
import { type SvgElement, element } from '../svg/element.js';
import { outline } from '../svg/line.js';
import { drawText } from '../svg/text.js';
import { fit } from '../text/fit.js';
import { fonts } from '../text/fonts.js';
import type { Theme } from '../theme/theme.js';
import type { Density, PlateModel } from './plate-model.js';

const size = 14;
const rowHeight = 22;
const headHeight = 20;
const columnGap = 22;
const key = 30;

interface Row {
  readonly kind: Density['kind'] | 'parameters';
  readonly cells: readonly Formula[];
}

/**
 * The densities of a model below its figure: each with the line of its direction, its family and
 * its shape.
 */
export function densityTable(
  { densities, parameters }: PlateModel,
  theme: Theme,
): { width: number; height: number; parts: SvgElement[] } {
  const rows: Row[] = [
    ...densities.map(({ kind, symbol, family, shape }): Row => ({
      kind,
      cells: [symbol, family ?? '–', shape.map((length) => (length < 0 ? '?' : length)).join(' × ')].map(
        (text) => typeset(text, size),
      ),
    })),
    ...parameters.map(({ symbol, count }): Row => ({
      kind: 'parameters',
      cells: [symbol, 'learned', `${count.toLocaleString('en')} weights`].map((text) => typeset(text, size)),
    })),
  ];
  const heads = ['density', 'family', 'shape'].map((text) => fit(text, fonts.body));
  const widths = heads.map((head, column) =>
    Math.max(head.width, ...rows.map(({ cells }) => itemAt(cells, column).width)),
  );
  const lefts = widths.map((_, column) =>
    widths.slice(0, column).reduce((x, width) => x + width + columnGap, key + 14),
  );
  const width = itemAt(lefts, -1) + itemAt(widths, -1);

  const muted = { font: fonts.body, anchor: 'start', tone: 'muted' } as const;
  return {
    width,
    height: headHeight + rows.length * rowHeight,
    parts: [
      ...heads.map((head, column) => drawText({ ...head, ...muted, x: itemAt(lefts, column), y: 9 }, theme)),
      element('path', {
        d: `M0 ${headHeight - 4}H${Math.ceil(width)}`,
        stroke: theme.tones.muted,
        'stroke-opacity': 0.45,
      }),
      ...rows.flatMap(({ kind, cells }, index) => {
        const middle = headHeight + (index + 0.5) * rowHeight;
        return element(
          'g',
          { 'data-density': kind },
          ...drawKey(kind, middle, theme),
          ...cells.flatMap((cell, column) =>
            drawFormula(cell, itemAt(lefts, column), middle + 0.3 * size, 'start', theme.tones.strong),
          ),
        );
      }),
    ],
  };
}

/** Sample of the line of a direction in the figure, or of the circle of noise. */
function drawKey(kind: Row['kind'], y: number, theme: Theme): SvgElement[] {
  if (kind === 'parameters') return [];
  if (kind === 'noise') {
    const { stroke, width } = theme.edges.recognition;
    return [
      element('circle', { cx: key / 2, cy: y, r: 6, fill: theme.paper, stroke, 'stroke-width': width }),
    ];
  }
  const line = theme.edges[kind];
  const [base, tip] = [
    { x: key - 8, y },
    { x: key, y },
  ];
  return [
    element('path', { d: `M0 ${y}H${base.x}`, ...outline(line) }),
    element('path', { d: arrowhead(base, tip), fill: line.stroke }),
  ];
}
