import { entryOf, itemAt } from '@helmholtz/base';
import type { Point } from '../layout/layout.js';
import type { PlateModel, PlateNode } from './plate-model.js';
import { rowsOf } from './ranks.js';
import { type Shape, shapeOf } from './shapes.js';

/**
 * Between the centres of neighbouring rows, and between the outlines of neighbours in a row, in
 * pixels.
 */
const rowGap = 100;
const neighbourGap = 54;
const noiseDistance = 62;
const sweeps = 8;

/** Centre and form of a node. */
export interface PlacedNode extends Point {
  readonly node: PlateNode;
  readonly shape: Shape;
}

/** Places variables in rows near their parents, and noise beside its latent. */
export function arrange(
  model: PlateModel,
  variables: readonly PlateNode[],
  noise: readonly PlateNode[],
): PlacedNode[] {
  const shapes = new Map([...variables, ...noise].map((node) => [node.id, shapeOf(node)]));
  const samples = new Set(model.plates.find(({ kind }) => kind === 'samples')?.members);
  const rows = rowsOf(model, variables).map((row) =>
    [...row].sort((a, b) => Number(samples.has(b)) - Number(samples.has(a))),
  );
  const x = new Map<string, number>();
  for (const row of rows)
    settle(
      row,
      row.map(() => 0),
      shapes,
      x,
    );

  const neighbours = (id: string) =>
    model.edges.flatMap(({ from, to, direction }) =>
      direction === 'recognition' ? [] : from === id ? [to] : to === id ? [from] : [],
    );
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const row of sweep % 2 === 0 ? rows : rows.toReversed()) {
      const wished = new Map(
        row.map((id) => {
          const places = neighbours(id).flatMap((other) => (row.includes(other) ? [] : (x.get(other) ?? [])));
          return [
            id,
            places.length === 0
              ? entryOf(x, id)
              : places.reduce((sum, place) => sum + place, 0) / places.length,
          ];
        }),
      );
      // Variables of the same plate stay together.
      row.sort(
        (a, b) => Number(samples.has(b)) - Number(samples.has(a)) || entryOf(wished, a) - entryOf(wished, b),
      );
      settle(
        row,
        row.map((id) => entryOf(wished, id)),
        shapes,
        x,
      );
    }
  }
  const variablesById = new Map(variables.map((node) => [node.id, node]));
  const placed = rows.flatMap((row, index) =>
    row.map((id): PlacedNode => ({
      node: entryOf(variablesById, id),
      shape: entryOf(shapes, id),
      x: entryOf(x, id),
      y: index * rowGap,
    })),
  );
  return noise.reduce((all, node) => [...all, beside(model, node, entryOf(shapes, node.id), all)], placed);
}

/**
 * Gives a row the places nearest to those wished for, in its order and with gaps: squares of
 * distances are least.
 */
function settle(
  row: readonly string[],
  wished: readonly number[],
  shapes: ReadonlyMap<string, Shape>,
  x: Map<string, number>,
): void {
  const half = (index: number) => entryOf(shapes, itemAt(row, index)).width / 2;
  const offsets: number[] = [];
  row.forEach((_, index) =>
    offsets.push(index === 0 ? 0 : itemAt(offsets, index - 1) + half(index - 1) + neighbourGap + half(index)),
  );
  // Pooling neighbours that are out of order (isotonic regression).
  const pools: { sum: number; count: number }[] = [];
  for (const [index, wish] of wished.entries()) {
    pools.push({ sum: wish - itemAt(offsets, index), count: 1 });
    for (;;) {
      const [before, last] = pools.slice(-2);
      if (!before || !last || before.sum / before.count <= last.sum / last.count) break;
      pools.splice(-2, 2, { sum: before.sum + last.sum, count: before.count + last.count });
    }
  }
  const places = pools.flatMap(({ sum, count }) => Array.from({ length: count }, () => sum / count));
  row.forEach((id, index) => x.set(id, itemAt(places, index) + itemAt(offsets, index)));
}

/** Places a noise at the upper left of its latent, or at the next free side. */
function beside(model: PlateModel, node: PlateNode, shape: Shape, placed: readonly PlacedNode[]): PlacedNode {
  const target = model.edges.find(({ from }) => from === node.id)?.to;
  const { x, y } = placed.find((other) => other.node.id === target)!;
  const places = [-140, -40, 180, 0, 140, 40, -90].map((angle) => ({
    x: x + noiseDistance * Math.cos((angle * Math.PI) / 180),
    y: y + noiseDistance * Math.sin((angle * Math.PI) / 180),
  }));
  const room = (place: Point) =>
    Math.min(
      ...placed.map(
        (other) => Math.hypot(place.x - other.x, place.y - other.y) - (other.shape.width + shape.width) / 2,
      ),
      ...straightEdges(model, placed).map(
        ([from, to]) => distanceToSegment(place, from, to) - shape.width / 2,
      ),
    );
  const free =
    places.find((place) => room(place) >= 8) ??
    itemAt(
      places.toSorted((a, b) => room(b) - room(a)),
      0,
    );
  return { node, shape, ...free };
}

function straightEdges({ edges }: PlateModel, placed: readonly PlacedNode[]): [Point, Point][] {
  const at = (id: string) => placed.find(({ node }) => node.id === id);
  return edges.flatMap(({ from, to, direction }) => {
    const [start, end] = [at(from), at(to)];
    return direction === 'generative' && start && end ? [[start, end] as [Point, Point]] : [];
  });
}

function distanceToSegment({ x, y }: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const along = ((x - from.x) * dx + (y - from.y) * dy) / (dx * dx + dy * dy || 1);
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(x - from.x - t * dx, y - from.y - t * dy);
}
