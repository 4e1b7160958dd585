import { util } from '@tensorflow/tfjs-core';

import type { ElementType, TensorSpec } from '../value.js';
import { type ShapeRule, type ShapeRules, rule, same, spec } from './rule.js';

interface X {
  x: unknown;
}

interface Axes {
  axis?: number | number[];
  /** Another name of `axis`, in some kernels. */
  reductionIndices?: number | number[];
  keepDims: boolean;
}

const axesOf = ({ axis, reductionIndices }: Partial<Axes>, { shape }: TensorSpec): number[] =>
  util.parseAxisParam(axis ?? reductionIndices ?? shape.map((_, position) => position), [...shape]);

const reduction = (typeOf: (type: ElementType) => ElementType): ShapeRule =>
  rule<X, Axes>(({ x }, attributes) => {
    const axes = axesOf(attributes, x);
    const reducedLengths = attributes.keepDims ? [1] : [];
    return spec(
      x.shape.flatMap((length, axis) => (axes.includes(axis) ? reducedLengths : [length])),
      typeOf(x.type),
    );
  });

const numeric = (type: ElementType): ElementType => (type === 'bool' ? 'int32' : type);

/** Position of the extreme element along one axis. */
const position = rule<X, Axes>(({ x }, attributes) => {
  const [axis] = axesOf(attributes, x);
  return spec(
    x.shape.filter((_, index) => index !== axis),
    'int32',
  );
});

/** Kernels that combine the elements along axes. */
export const reductions: ShapeRules = {
  ...same(['Sum', 'Prod'], reduction(numeric)),
  ...same(
    ['Max', 'Min'],
    reduction((type) => type),
  ),
  ...same(
    ['All', 'Any'],
    reduction(() => 'bool'),
  ),
  ...same(['ArgMax', 'ArgMin'], position),
  Mean: reduction(() => 'float32'),
  Cumsum: rule<X>(({ x }) => spec(x.shape, numeric(x.type))),
  Softmax: rule<{ logits: unknown }>(({ logits }) => logits),
  ...same(
    ['LRN', 'LRNGrad', 'FusedBatchNorm'],
    rule<X>(({ x }) => x),
  ),
};
