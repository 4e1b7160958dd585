import { itemAt } from '@helmholtz/base';

/** Minimizes a function of a few numbers by the simplex method (Nelder and Mead 1965). */
export function minimize(
  compute: (point: readonly number[]) => number,
  start: readonly number[],
  steps = 120,
): readonly number[] {
  const vertexAt = (point: readonly number[]) => ({ point, value: compute(point) });
  const simplex = [start, ...start.map((_, axis) => start.map((x, index) => x + Number(index === axis)))].map(
    vertexAt,
  );
  for (let step = 0; step < steps; step++) {
    simplex.sort((a, b) => a.value - b.value);
    const [best, worst] = [itemAt(simplex, 0), itemAt(simplex, -1)];
    const others = simplex.slice(0, -1);
    const middle = start.map((_, axis) => meanOf(others.map(({ point }) => itemAt(point, axis))));
    /** The point on the line from the middle through the worst vertex: 1 is the vertex. */
    const onLine = (factor: number) =>
      vertexAt(middle.map((x, axis) => x + factor * (itemAt(worst.point, axis) - x)));
    const reflected = onLine(-1);
    const second = itemAt(others, -1);
    const next =
      reflected.value < best.value
        ? [onLine(-2), reflected].sort((a, b) => a.value - b.value)[0]
        : reflected.value < second.value
          ? reflected
          : onLine(reflected.value < worst.value ? -0.5 : 0.5);
    if (next !== undefined && next.value < worst.value) simplex[simplex.length - 1] = next;
    else {
      for (const [index, { point }] of simplex.slice(1).entries()) {
        simplex[index + 1] = vertexAt(point.map((x, axis) => (x + itemAt(best.point, axis)) / 2));
      }
    }
  }
  return simplex.reduce((best, vertex) => (vertex.value < best.value ? vertex : best)).point;
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
