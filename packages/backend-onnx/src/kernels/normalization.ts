import { itemAt } from '../graph/item-at.js';
import type {
  FusedBatchNormAttrs,
  FusedBatchNormInputs,
  LRNAttrs,
  LRNInputs,
  SoftmaxAttrs,
  SoftmaxInputs,
} from '@tensorflow/tfjs-core';

import { type Kernel, kernel } from './kernel.js';
import { add, binary, divide, like, multiply, squareRoot, subtract } from '../graph/operators/elementwise.js';
import { operation } from '../graph/operators/operation.js';
import { reshape } from '../graph/operators/shape.js';
import type { Value } from '../graph/value.js';

/**
 * Shape without leading ones if it is the end of another shape. The cpu kernel repeats it
 * cyclically.
 */
function ending(shape: readonly number[], whole: readonly number[]): readonly number[] | undefined {
  const first = shape.findIndex((length) => length !== 1);
  const trailing = first < 0 ? [] : shape.slice(first);
  return trailing.join() === whole.slice(whole.length - trailing.length).join() ? trailing : undefined;
}

/** (x - mean) scale / sqrt(variance + epsilon) + offset. Missing inputs change nothing. */
function batchNorm(
  { x, ...given }: { [Name in keyof FusedBatchNormInputs]: Value },
  epsilon: number,
): Value | undefined {
  const parts: Partial<Record<string, Value>> = {};
  for (const [name, value] of Object.entries(given) as [string, Value | undefined][]) {
    if (!value) continue;
    const shape = ending(value.shape, x.shape);
    if (shape === undefined || value.type !== 'float32') return undefined;
    parts[name] = reshape(value, shape);
  }
  if (x.type !== 'float32') return undefined;
  const { mean, variance, scale, offset } = parts;
  const deviation = squareRoot(add(variance!, like(x, epsilon)));
  const centered = subtract(x, mean!);
  const normal = scale ? multiply(centered, divide(scale, deviation)) : divide(centered, deviation);
  return offset ? add(normal, offset) : normal;
}

/** Sum over the channels at a distance of at most `radius`. */
function channelSums(x: Value, radius: number): Value {
  const channels = itemAt(x.shape, -1);
  const size = 2 * radius + 1;
  const rows = reshape(x, [x.size / channels, 1, channels]);
  const means = operation(
    'AveragePool',
    [rows],
    { shape: rows.shape, type: 'float32' },
    { kernel_shape: [size], pads: [radius, radius], count_include_pad: 1 },
    x.size * size,
  );
  return multiply(reshape(means, x.shape), like(x, size));
}

/** bias + alpha times the sum of squares of the neighbouring channels. */
function localNorm(x: Value, { depthRadius, bias, alpha }: LRNAttrs): Value {
  const squares = channelSums(multiply(x, x), depthRadius);
  return add(multiply(squares, like(x, alpha)), like(x, bias));
}

const power = (x: Value, exponent: number): Value => binary('Pow', x, like(x, exponent));

export const normalizationKernels: readonly Kernel[] = [
  kernel<FusedBatchNormInputs, Partial<FusedBatchNormAttrs>>(
    { name: 'FusedBatchNorm', cases: 'float32; parameters shaped like the last axes of the input' },
    (inputs, { varianceEpsilon }) =>
      // Default of the cpu kernel.
      batchNorm(inputs, varianceEpsilon ?? 0.001),
  ),
  kernel<LRNInputs, LRNAttrs>({ name: 'LRN', cases: 'float32' }, ({ x }, attributes) =>
    x.type === 'float32' ? multiply(x, power(localNorm(x, attributes), -attributes.beta)) : undefined,
  ),
  // d/dx of x n^-b with n = bias + alpha sum(x^2): dy n^-b - 2 alpha b x sum(dy y / n).
  kernel<{ x: unknown; y: unknown; dy: unknown }, LRNAttrs>(
    { name: 'LRNGrad', cases: 'float32' },
    ({ x, y, dy }, attributes) => {
      if ([x, y, dy].some(({ type }) => type !== 'float32')) return undefined;
      const norm = localNorm(x, attributes);
      const shared = channelSums(divide(multiply(dy, y), norm), attributes.depthRadius);
      const ownTerm = multiply(dy, power(norm, -attributes.beta));
      return subtract(
        ownTerm,
        multiply(multiply(x, shared), like(x, 2 * attributes.alpha * attributes.beta)),
      );
    },
  ),
  kernel<SoftmaxInputs, SoftmaxAttrs>(
    { name: 'Softmax', cases: 'float32; the last axis' },
    ({ logits }, { dim }) => {
      const lastAxis = logits.shape.length - 1;
      if (logits.type !== 'float32' || (dim !== -1 && dim !== lastAxis)) return undefined;
      return operation(
        'Softmax',
        [logits],
        { shape: logits.shape, type: 'float32' },
        { axis: lastAxis },
        4 * logits.size,
      );
    },
  ),
];
