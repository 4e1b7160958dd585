import type { Point } from '../layout/layout.js';
import { figureMargin } from '../layout/spacing.js';
import { drawFormula } from '../math/typeset.js';
import { type SvgElement, element, format } from '../svg/element.js';
import { outline } from '../svg/line.js';
import { arrowhead } from '../svg/edge.js';
import { drawTitle, svgDocument } from '../svg/svg.js';
import { plainText } from '../math/math.js';
import type { Theme } from '../theme/theme.js';
import type { PlacedNode } from './arrange.js';
import { densityTable } from './density-table.js';
import { caption, plateLabel } from './diagram.js';
import { type PlacedPlate, layOutPlates } from './layout.js';
import type { PlateOptions } from './options.js';
import type { PlateModel } from './plate-model.js';
import type { Route } from './route.js';

const tableGap = 26;
const arrow = { length: 8.5, half: 3.4 };

/** A plate diagram as SVG, with a list of its densities below. */
export function drawPlates(
  model: PlateModel,
  { showDensities, title }: PlateOptions,
  theme: Theme,
): SvgElement {
  const layout = layOutPlates(model);
  const table = showDensities ? densityTable(model, theme) : undefined;
  const heading = drawTitle(title, theme);
  const width = Math.ceil(Math.max(layout.width, table?.width ?? 0, heading?.width ?? 0)) + 2 * figureMargin;
  const top = figureMargin + (heading?.height ?? 0);
  const height = Math.ceil(top + layout.height + (table ? tableGap + table.height : 0) + figureMargin);
  const place = (inner: number, y: number, parts: readonly SvgElement[]) =>
    element('g', { transform: `translate(${Math.round((width - inner) / 2)} ${Math.round(y)})` }, ...parts);

  return svgDocument(
    { name: model.name, ...caption, ...(title === undefined ? {} : { title }) },
    { width, height },
    theme,
    [
      ...(heading ? [heading.draw(width / 2)] : []),
      place(layout.width, top, [
        ...layout.plates.map((plate) => drawPlate(plate, theme)),
        ...layout.routes.map((route) => drawRoute(route, theme)),
        ...layout.nodes.map((node) => drawVariable(model, node, theme)),
      ]),
      ...(table ? [place(table.width, top + layout.height + tableGap, table.parts)] : []),
    ],
  );
}

function drawPlate({ plate, label, x, y, width, height }: PlacedPlate, theme: Theme): SvgElement {
  const { fill: _, ...line } = theme.clusters[plate.kind === 'data' ? 'plate' : 'samples'];
  return element(
    'g',
    { 'data-plate': plate.kind },
    element(
      'title',
      {},
      `${plate.kind === 'data' ? 'Examples' : 'Draws of the latents'}: ${plainText(plateLabel(plate))}`,
    ),
    element('rect', { x, y, width, height, rx: 10, fill: 'none', ...outline(line) }),
    ...drawFormula(label.formula, label.x, label.y, 'start', theme.tones.strong),
  );
}

function drawRoute({ edge, start, control, end }: Route, theme: Theme): SvgElement {
  const line = theme.edges[edge.direction];
  const at = ({ x, y }: Point) => `${format(x)} ${format(y)}`;
  const [dx, dy] = [end.x - control.x, end.y - control.y];
  const scale = arrow.length / (Math.hypot(dx, dy) || 1);
  const base = { x: end.x - dx * scale, y: end.y - dy * scale };
  return element(
    'g',
    { 'data-edge': `${edge.from} -> ${edge.to}`, 'data-direction': edge.direction },
    element('path', { d: `M${at(start)}Q${at(control)} ${at(base)}`, fill: 'none', ...outline(line) }),
    element('path', { d: arrowhead(base, end, arrow.half), fill: line.stroke }),
  );
}

function drawVariable(model: PlateModel, { node, shape, x, y }: PlacedNode, theme: Theme): SvgElement {
  const { width, height, formula } = shape;
  const line = outline(
    node.kind === 'noise' ? { ...theme.edges.recognition, dash: '' } : theme.edges.generative,
  );
  const fill = node.kind === 'observed' ? theme.shaded : theme.paper;
  const surface = { fill, stroke: line.stroke, 'stroke-width': line['stroke-width'] };
  return element(
    'g',
    { 'data-node': node.id, 'data-role': node.kind, transform: `translate(${format(x)} ${format(y)})` },
    element('title', {}, says(model, node)),
    ...(shape.outline === 'ellipse'
      ? [element('ellipse', { rx: width / 2, ry: height / 2, ...surface })]
      : []),
    ...(shape.outline === 'diamond'
      ? [
          element('path', {
            d: `M0 ${format(-height / 2)}L${format(width / 2)} 0L0 ${format(height / 2)}L${format(-width / 2)} 0Z`,
            ...surface,
          }),
        ]
      : []),
    ...drawFormula(formula, 0, 0.26 * formula.size, 'middle', theme.tones.strong),
  );
}

/** Tooltip of an element. */
function says(
  { densities, parameters }: PlateModel,
  { id, kind, symbol, shape }: PlacedNode['node'],
): string {
  const count = parameters.find((learned) => learned.id === id)?.count;
  if (count !== undefined) return `${plainText(symbol)}: ${count.toLocaleString('en')} learned numbers`;
  const ownDensities = densities.filter(({ variable }) => variable === id);
  return [
    `${plainText(symbol)}: ${kind}`,
    `shape ${shape?.join(' × ') ?? ''}`,
    ...ownDensities.map((density) => `${plainText(density.symbol)}: ${density.family ?? 'not named'}`),
  ].join(' | ');
}
