import { firstItems, itemAt } from '@helmholtz/base';

import type { Box, Point } from './layout.js';

/**
 * The part of Graphviz's JSON that is read here. Lengths are points, the origin is the lower left
 * corner.
 */
interface GraphvizJson {
  readonly bb: string;
  readonly objects?: readonly { readonly name: string; readonly bb?: string; readonly pos?: string }[];
  readonly edges?: readonly { readonly id: string; readonly pos: string }[];
}

/** Graphviz's answer, measured from the upper left corner. */
export interface GraphvizOutput {
  readonly figure: Box;
  /** The centres of nodes, by their id in DOT. */
  readonly centres: ReadonlyMap<string, Point>;
  /** The frames of clusters, by the name of their subgraph. */
  readonly frames: ReadonlyMap<string, Box>;
  /** The curves of edges, by their attribute `id`. */
  readonly curves: ReadonlyMap<string, { readonly points: readonly Point[]; readonly tip: Point }>;
}

export function readOutput(text: string): GraphvizOutput {
  const { bb, objects = [], edges = [] } = JSON.parse(text) as GraphvizJson;
  const [left, , , top] = firstItems(numbers(bb), 4);
  const point = (pair: string): Point => {
    const [x, y] = firstItems(numbers(pair), 2);
    return { x: x - left, y: top - y };
  };
  const box = (rectangle: string): Box => {
    const [x0, y0, x1, y1] = firstItems(numbers(rectangle), 4);
    return { x: x0 - left, y: top - y1, width: x1 - x0, height: y1 - y0 };
  };
  // "e,x,y" is the tip of the arrow; the points of the curve follow.
  const curve = (pos: string) => {
    const all = pos.replace(/^e,/, '').split(' ').map(point);
    return { points: all.slice(1), tip: itemAt(all, 0) };
  };
  return {
    figure: box(bb),
    centres: new Map(objects.flatMap(({ name, pos }) => (pos ? [[name, point(pos)]] : []))),
    frames: new Map(objects.flatMap(({ name, bb }) => (bb ? [[name, box(bb)]] : []))),
    curves: new Map(edges.map(({ id, pos }) => [id, curve(pos)])),
  };
}

function numbers(text: string): number[] {
  return text.split(',').map(Number);
}
