import { entryOf } from '@helmholtz/base';
import type { PlacedNode } from './arrange.js';
import type { PlateEdge } from './plate-model.js';
import { contains } from './shapes.js';
import type { Box, Point } from '../layout/layout.js';

/** A quadratic Bézier curve from outline to outline. */
export interface Route {
  readonly edge: PlateEdge;
  readonly start: Point;
  readonly control: Point;
  /** The tip of the arrow. */
  readonly end: Point;
}

const steps = 40;
const clearance = { node: 7, edge: 7 };
/**
 * How far a curve may leave the straight line, in pixels; to the left of the page first for
 * recognition.
 */
const bows = [0, 24, -24, 36, -36, 58, -58, 84, -84, 116, -116, 150, -150];

/** Finds a way for each edge around all other nodes, and apart from the edges before it. */
export function routeEdges(
  edges: readonly PlateEdge[],
  placed: readonly PlacedNode[],
  before: readonly Route[] = [],
  labels: readonly Box[] = [],
): Route[] {
  const at = new Map(placed.map((node) => [node.node.id, node]));
  const routes = [...before];
  const length = ({ from, to }: PlateEdge) => {
    const [start, end] = [entryOf(at, from), entryOf(at, to)];
    return Math.hypot(end.x - start.x, end.y - start.y);
  };
  // Straight generative edges first, short before long: the others bend around them.
  const ordered = edges.toSorted(
    (a, b) =>
      Number(a.direction === 'recognition') - Number(b.direction === 'recognition') || length(a) - length(b),
  );
  for (const edge of ordered) {
    const [from, to] = [entryOf(at, edge.from), entryOf(at, edge.to)];
    const sampled = routes.map((route) => ({ edge: route.edge, points: pointsOf(route) }));
    const costs = bows.map((bow) => {
      const route = curve(edge, from, to, bow);
      return {
        route,
        cost:
          cost(route, bow, from, to, placed, sampled) +
          200 * labels.filter((label) => crosses(route, label)).length,
      };
    });
    routes.push(costs.reduce((best, candidate) => (candidate.cost < best.cost ? candidate : best)).route);
  }
  return routes.slice(before.length);
}

function cost(
  route: Route,
  bow: number,
  from: Point,
  to: Point,
  placed: readonly PlacedNode[],
  routes: readonly { readonly edge: PlateEdge; readonly points: readonly Point[] }[],
): number {
  const { edge } = route;
  const points = pointsOf(route);
  const hits = placed.filter(
    ({ node, shape, x, y }) =>
      node.id !== edge.from &&
      node.id !== edge.to &&
      points.some((point) => contains(shape, { x: point.x - x, y: point.y - y }, clearance.node)),
  ).length;
  const middle = points.slice(0.2 * steps, 0.8 * steps);
  let close = 0;
  let crossings = 0;
  for (const other of routes) {
    const near = middle.filter((point) =>
      other.points.some(({ x, y }) => Math.hypot(x - point.x, y - point.y) < clearance.edge),
    ).length;
    if (near > 0.4 * middle.length) close++;
    else if (near > 0) crossings++;
  }
  const wrongSide = bow !== 0 && !bendsOutwards(route, from, to);
  return 1000 * hits + 400 * close + 25 * crossings + Math.abs(bow) + (wrongSide ? 8 : 0);
}

/**
 * Whether recognition bends to the left and generation to the right, and what goes from side to
 * side downwards.
 */
function bendsOutwards({ edge, control }: Route, from: Point, to: Point): boolean {
  if (Math.abs(to.x - from.x) > Math.abs(to.y - from.y)) return control.y > (from.y + to.y) / 2;
  const aside = control.x - (from.x + to.x) / 2;
  return edge.direction === 'recognition' ? aside < 0 : aside > 0;
}

/**
 * @param bow how far the middle of the curve is from the straight line, to the left of someone who
 * goes along it
 */
function curve(edge: PlateEdge, from: PlacedNode, to: PlacedNode, bow: number): Route {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const control = {
    x: (from.x + to.x) / 2 + (2 * bow * dy) / length,
    y: (from.y + to.y) / 2 - (2 * bow * dx) / length,
  };
  const curve = { edge, start: from, control, end: to };
  const at = (t: number) => pointAt(curve, t);
  const leaves = clip((t) => inside(from, at(t)));
  const enters = 1 - clip((t) => inside(to, at(1 - t)));
  return part(curve, leaves, Math.max(leaves, enters));
}

/** Whether a curve goes through a box. */
export function crosses(route: Route, { x, y, width, height }: Box): boolean {
  return pointsOf(route).some(
    (point) => point.x > x && point.x < x + width && point.y > y && point.y < y + height,
  );
}

function inside({ shape, x, y }: PlacedNode, point: Point): boolean {
  return contains(shape, { x: point.x - x, y: point.y - y }, shape.outline === 'none' ? 0 : 1);
}

/** The first t at which a curve that starts inside is outside. */
function clip(isInside: (t: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let step = 1; step <= steps; step++) {
    if (!isInside(step / steps)) {
      [low, high] = [(step - 1) / steps, step / steps];
      break;
    }
  }
  for (let halving = 0; halving < 12; halving++) {
    const middle = (low + high) / 2;
    if (isInside(middle)) low = middle;
    else high = middle;
  }
  return high;
}

function pointAt({ start, control, end }: Omit<Route, 'edge'>, t: number): Point {
  const s = 1 - t;
  const mix = (axis: 'x' | 'y') => s * s * start[axis] + 2 * s * t * control[axis] + t * t * end[axis];
  return { x: mix('x'), y: mix('y') };
}

/** The part of a curve between two of its parameters, by de Casteljau's construction. */
function part(route: Route, from: number, to: number): Route {
  const { start, control, end } = route;
  const blossom = (s: number, t: number): Point => {
    const mix = (axis: 'x' | 'y') =>
      (1 - s) * (1 - t) * start[axis] + (s * (1 - t) + t * (1 - s)) * control[axis] + s * t * end[axis];
    return { x: mix('x'), y: mix('y') };
  };
  return { ...route, start: blossom(from, from), control: blossom(from, to), end: blossom(to, to) };
}

export function pointsOf(route: Route): Point[] {
  return Array.from({ length: steps + 1 }, (_, step) => pointAt(route, step / steps));
}
