import { type Tensor, tensor2d } from '@tensorflow/tfjs-core';

/** Nodes of a quadrature on 0 to 1 with their weights, each [nodes, 1]. */
export interface Quadrature {
  readonly nodes: Tensor;
  readonly weights: Tensor;
}

const rules = new Map<number, { readonly nodes: readonly number[]; readonly weights: readonly number[] }>();

/**
 * Returns the Gauss-Legendre rule on 0 to 1, exact for polynomials of degree 2 n - 1: the roots of
 * the Legendre polynomial of degree n, by Newton's method.
 *
 * @param count n, even.
 */
export function gaussLegendre(count: number): Quadrature {
  const rule = rules.get(count) ?? legendreRule(count);
  rules.set(count, rule);
  return {
    nodes: tensor2d([...rule.nodes], [count, 1]),
    weights: tensor2d([...rule.weights], [count, 1]),
  };
}

function legendreRule(count: number) {
  const half = Array.from({ length: count / 2 }, (_, index) => {
    let x = Math.cos((Math.PI * (index + 0.75)) / (count + 0.5));
    for (let step = 0; step < 8; step++) {
      const [value, slope] = legendre(count, x);
      x -= value / slope;
    }
    const [, slope] = legendre(count, x);
    return { x, weight: 1 / ((1 - x * x) * slope * slope) };
  });
  const points = [...half.map(({ x, weight }) => ({ x: -x, weight })), ...half.toReversed()];
  return { nodes: points.map(({ x }) => (1 + x) / 2), weights: points.map(({ weight }) => weight) };
}

/** The Legendre polynomial of a degree and its slope, by the three-term recurrence. */
function legendre(degree: number, x: number): [value: number, slope: number] {
  let [before, value] = [1, x];
  for (let n = 2; n <= degree; n++) {
    [before, value] = [value, ((2 * n - 1) * x * value - (n - 1) * before) / n];
  }
  return [value, (degree * (x * value - before)) / (x * x - 1)];
}
