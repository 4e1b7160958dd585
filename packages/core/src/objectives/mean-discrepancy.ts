import {
  type Scalar,
  type Tensor,
  add,
  concat,
  customGrad,
  div,
  exp,
  eye,
  matMul,
  mean,
  mul,
  neg,
  relu,
  reshape,
  slice,
  square,
  sub,
  sum,
  topk,
  transpose,
  zeros,
} from '@tensorflow/tfjs-core';
import { z } from 'zod';

const bandwidth = z
  .union([z.enum(['dimension', 'median']), z.number().positive()])
  .default('dimension')
  .describe('a number; or "dimension", the root of the number of elements; or "median", the median distance');

const scales = z.array(z.number().positive()).min(1).max(50).readonly();

/** Schema of a kernel, by name or with its options. */
export const kernelOption = z.union([
  z.enum(['rbf', 'imq']),
  z.strictObject({
    name: z.enum(['rbf', 'imq']),
    bandwidth,
    scales: scales.optional().describe('factors of the squared bandwidth; the kernel is the sum over them'),
  }),
]);

/** Kernel by name, or with its options. */
export type KernelOptions = z.input<typeof kernelOption>;

/** Kernel with all its options. */
export interface Kernel {
  readonly name: 'rbf' | 'imq';
  readonly bandwidth: 'dimension' | 'median' | number;
  readonly scales: readonly number[];
}

/** The scales of Tolstikhin et al. 2018 for the inverse multiquadratics. */
const DEFAULT_SCALES = { rbf: [1], imq: [0.1, 0.2, 0.5, 1, 2, 5, 10] } as const;

/** Returns a kernel with its defaults. */
export function kernelOf(given: KernelOptions): Kernel {
  const {
    name,
    bandwidth: width,
    scales: chosen,
  }: Exclude<KernelOptions, string> = typeof given === 'string' ? { name: given } : given;
  return { name, bandwidth: width ?? 'dimension', scales: chosen ?? DEFAULT_SCALES[name] };
}

/**
 * Returns the unbiased estimate of the squared maximum mean discrepancy of two samples (Gretton et
 * al. 2012, equation 3), of n vectors each:
 *
 *     mean of k(a_i, a_j) and of k(b_i, b_j) over i != j, minus twice the mean of k(a_i, b_j)
 *
 * It may be negative. With d the distance and h the bandwidth, a kernel is the sum over its scales
 * s of
 *
 *     rbf: exp(-d^2 / (2 h^2 s))
 *     imq: 2 h^2 s / (2 h^2 s + d^2)
 *
 * @param a [n, elements], n at least 2.
 * @param b [n, elements].
 */
export function meanDiscrepancy(a: Tensor, b: Tensor, kernel: Kernel): Scalar {
  const width = twiceSquaredBandwidth(a, b, kernel);
  const similarity = (from: Tensor, to: Tensor): Tensor =>
    kernelAt(squaredDistances(from, to), width, kernel);
  const [n = 1] = a.shape;
  const others = sub(1, eye(n));
  const within = (points: Tensor): Scalar => div(sum(mul(similarity(points, points), others)), n * (n - 1));
  return sub(add(within(a), within(b)), mul(mean(similarity(a, b)), 2));
}

function kernelAt(distances: Tensor, width: Tensor | number, { name, scales: each }: Kernel): Tensor {
  const terms = each.map((scale) => {
    const squared = mul(width, scale);
    return name === 'rbf' ? exp(neg(div(distances, squared))) : div(squared, add(squared, distances));
  });
  return terms.reduce((all, term) => add(all, term));
}

/** |a_i|^2 + |b_j|^2 - 2 a_i b_j, which rounding may leave below 0. */
function squaredDistances(a: Tensor, b: Tensor): Tensor {
  const norms = (points: Tensor): Tensor => sum(square(points), 1, true);
  const products = matMul(a as Matrix, b as Matrix, false, true);
  return relu(sub(add(norms(a), transpose(norms(b))), mul(products, 2)));
}

type Matrix = Parameters<typeof matMul>[0];

/** Returns 2 h^2. No gradient passes through a median. */
function twiceSquaredBandwidth(a: Tensor, b: Tensor, { bandwidth: h }: Kernel): Tensor | number {
  if (typeof h === 'number') return 2 * h ** 2;
  if (h === 'dimension') return 2 * (a.shape[1] ?? 1);
  const median = customGrad((vectors) => ({
    value: medianOfPairs(vectors as Tensor),
    gradFunc: () => zeros((vectors as Tensor).shape),
  }));
  return mul(median(concat([a, b])), 2);
}

/** Returns the median of the squared distances of all pairs of vectors. */
function medianOfPairs(vectors: Tensor): Tensor {
  const [count = 2] = vectors.shape;
  const pairs = (count * (count - 1)) / 2;
  // Each pair occurs twice. The distances of vectors to themselves sort last.
  const apart = sub(squaredDistances(vectors, vectors), mul(eye(count), 1e30));
  const { values } = topk(reshape(apart, [count * count]), pairs + 1, true);
  return mean(slice(values, pairs - 1, 2));
}
