import { itemAt } from '@helmholtz/base';
import type { Box, Point } from '../layout/layout.js';
import { type Formula, typeset } from '../math/typeset.js';
import { type PlacedNode, arrange } from './arrange.js';
import { plateLabel } from './diagram.js';
import type { Plate, PlateModel, PlateNode } from './plate-model.js';
import { type Route, crosses, pointsOf, routeEdges } from './route.js';
import { shapeOf } from './shapes.js';

export interface PlacedPlate extends Box {
  readonly plate: Plate;
  readonly label: { readonly formula: Formula; readonly x: number; readonly y: number };
}

/** Everything in a plate diagram with its place, in pixels from the upper left corner. */
export interface PlateLayout extends Pick<Box, 'width' | 'height'> {
  readonly nodes: readonly PlacedNode[];
  readonly plates: readonly PlacedPlate[];
  readonly routes: readonly Route[];
}

const padding = 16;
const labelFont = 15;
const labelHeight = 22;
/** Distance between a plate and the nodes beside it. */
const outside = 44;

export function layOutPlates(model: PlateModel): PlateLayout {
  const repeated = new Set(model.plates.flatMap(({ members }) => members));
  const isNoise = ({ kind }: PlateNode) => kind === 'noise';
  const single = model.nodes.filter(({ id }) => !repeated.has(id));
  const variables = model.nodes.filter((node) => repeated.has(node.id) && !isNoise(node));
  const inner = arrange(
    model,
    variables,
    model.nodes.filter((node) => repeated.has(node.id) && isNoise(node)),
  );
  const innerRoutes = routeEdges(between(model, inner), inner);

  const plates = placePlates(model.plates, inner, innerRoutes);
  const frame = bounds(
    [...plates.map(boxCorners), ...inner.map(corners), ...innerRoutes.map(pointsOf)].flat(),
  );
  const nodes = [...inner, ...placeOutside(model, single, inner, frame)];
  const done = new Set(innerRoutes.map(({ edge }) => edge));
  const outer = model.edges.filter((edge) => !done.has(edge));
  const routes = [
    ...innerRoutes,
    ...routeEdges(
      outer,
      nodes,
      innerRoutes,
      plates.map(({ label }) => labelArea(label)),
    ),
  ];
  return toOrigin({ nodes, plates, routes });
}

function between({ edges }: PlateModel, placed: readonly PlacedNode[]) {
  const ids = new Set(placed.map(({ node }) => node.id));
  return edges.filter(({ from, to }) => ids.has(from) && ids.has(to));
}

/** Inner plates first, so that an outer plate encloses them. */
function placePlates(
  plates: readonly Plate[],
  nodes: readonly PlacedNode[],
  routes: readonly Route[],
): PlacedPlate[] {
  const placed: PlacedPlate[] = [];
  for (const plate of plates.toReversed()) {
    const isInside = (id: string) => plate.members.includes(id);
    const box = bounds([
      ...nodes.filter(({ node }) => isInside(node.id)).flatMap(corners),
      ...routes.filter(({ edge }) => isInside(edge.from) && isInside(edge.to)).flatMap(pointsOf),
      ...placed.filter((inner) => inner.plate.members.every(isInside)).flatMap(boxCorners),
    ]);

    const formula = typeset(plateLabel(plate), labelFont);
    const width = Math.max(box.width + 2 * padding, formula.width + 2 * padding);
    const x = box.x + box.width / 2 - width / 2;
    const y = box.y - padding;
    const height = box.height + padding + (plate.kind === 'data' ? labelHeight + 4 : padding);
    const label = placeLabel(formula, { x, y, width, height }, nodes, routes);
    placed.unshift({ plate, x, y, width, height, label });
  }
  return placed;
}

/**
 * Puts the label of a plate into the lower right corner, as is usual, or into the first that is
 * free.
 */
function placeLabel(formula: Formula, frame: Box, nodes: readonly PlacedNode[], routes: readonly Route[]) {
  const [left, right] = [frame.x + 10, frame.x + frame.width - formula.width - 10];
  const [top, bottom] = [frame.y + 18, frame.y + frame.height - 9];
  const corners = [
    { x: right, y: bottom },
    { x: left, y: bottom },
    { x: right, y: top },
    { x: left, y: top },
  ];
  const hits = (corner: Point): number => {
    const box = labelArea({ formula, ...corner });
    const covered = nodes.filter(
      ({ x, y, shape: { width, height } }) =>
        Math.abs(x - box.x - box.width / 2) < (box.width + width) / 2 &&
        Math.abs(y - box.y - box.height / 2) < (box.height + height) / 2,
    );
    return covered.length + routes.filter((route) => crosses(route, box)).length;
  };
  const place = corners.reduce((best, corner) => (hits(corner) < hits(best) ? corner : best));
  return { formula, ...place };
}

/** Box of a label on a base line, with a margin. */
function labelArea({ formula, x, y }: PlacedPlate['label']): Box {
  return { x: x - 4, y: y - 14, width: formula.width + 8, height: 20 };
}

/**
 * Places recognition parameters to the left of all plates and generative parameters to the right,
 * at the height of the nodes that depend on them.
 */
function placeOutside(
  model: PlateModel,
  single: readonly PlateNode[],
  inner: readonly PlacedNode[],
  frame: Box,
): PlacedNode[] {
  const targets = (id: string) => model.edges.filter(({ from }) => from === id).map(({ to }) => to);
  const isSingle = (id: string) => single.some((node) => node.id === id);
  // Beside the outside variable that it decides, farther out.
  const isBeyond = ({ id }: PlateNode) => targets(id).length > 0 && targets(id).every(isSingle);
  const rank = new Map(inner.map(({ node, y }) => [node.id, y]));
  const isLeft = ({ id, kind }: PlateNode) =>
    kind !== 'observed' &&
    kind !== 'latent' &&
    model.edges.some(({ from, direction }) => from === id && direction === 'recognition');
  const nearest = [true, false].flatMap((left) => {
    const column = single
      .filter((node) => isLeft(node) === left && !isBeyond(node))
      .map((node) => {
        const effects = targets(node.id).flatMap((to) => rank.get(to) ?? []);
        const y = effects.length === 0 ? 0 : effects.reduce((sum, place) => sum + place, 0) / effects.length;
        return { node, shape: shapeOf(node), y };
      })
      .sort((a, b) => a.y - b.y);
    let free = -Infinity;
    return column.map(({ node, shape, y }): PlacedNode => {
      const place = Math.max(y, free + shape.height / 2);
      free = place + shape.height / 2 + padding;
      const distance = outside + shape.width / 2;
      return { node, shape, x: left ? frame.x - distance : frame.x + frame.width + distance, y: place };
    });
  });
  return [...nearest, ...placeBeyond(single.filter(isBeyond), nearest, (id) => itemAt(targets(id), 0))];
}

/** What goes into outside variables alone, one below the other to the right of each of these. */
function placeBeyond(
  beyond: readonly PlateNode[],
  nearest: readonly PlacedNode[],
  targetOf: (id: string) => string,
): PlacedNode[] {
  return nearest.flatMap((target) => {
    const ownLeaves = beyond.filter(({ id }) => targetOf(id) === target.node.id);
    return ownLeaves.map((node, index): PlacedNode => ({
      node,
      shape: shapeOf(node),
      x: target.x + target.shape.width / 2 + outside,
      y: target.y + (index - (ownLeaves.length - 1) / 2) * 2 * outside,
    }));
  });
}

function corners({ x, y, shape: { width, height } }: PlacedNode): Point[] {
  return boxCorners({ x: x - width / 2, y: y - height / 2, width, height });
}

function boxCorners({ x, y, width, height }: Box): Point[] {
  return [
    { x, y },
    { x: x + width, y: y + height },
  ];
}

function bounds(points: readonly Point[]): Box {
  const [left, top] = [Math.min(...points.map(({ x }) => x)), Math.min(...points.map(({ y }) => y))];
  const [right, bottom] = [Math.max(...points.map(({ x }) => x)), Math.max(...points.map(({ y }) => y))];
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function toOrigin({ nodes, plates, routes }: Omit<PlateLayout, 'width' | 'height'>): PlateLayout {
  const { x, y, width, height } = bounds(
    [...plates.map(boxCorners), ...nodes.map(corners), ...routes.map(pointsOf)].flat(),
  );
  const move = <At extends Point>(point: At): At => ({ ...point, x: point.x - x, y: point.y - y });
  return {
    width,
    height,
    nodes: nodes.map(move),
    plates: plates.map((plate) => ({ ...move(plate), label: move(plate.label) })),
    routes: routes.map((route) => ({
      ...route,
      start: move(route.start),
      control: move(route.control),
      end: move(route.end),
    })),
  };
}
