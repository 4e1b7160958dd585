import { type ShapesOf, mapInputs } from '@helmholtz/trace';
import type { NamedAttrMap } from '@tensorflow/tfjs-core';

import { type TensorType, Value } from '../graph/value.js';
import { kernelsByName } from '../kernels/index.js';

/**
 * Returns the shapes and types of a kernel's outputs: those of its ONNX form. So a kernel that is
 * written here needs no shape rule of its own.
 */
export const shapesOf: ShapesOf = (kernel, inputs, attributes) => {
  const leaves = mapInputs(inputs, ({ shape, type }) => Value.leaf(undefined, shape, type));
  const lowered = kernelsByName
    .get(kernel)
    ?.lower(leaves as Readonly<Record<string, Value>>, attributes as NamedAttrMap);
  return lowered && [lowered].flat().map(({ shape, type }) => ({ shape, type: type as TensorType }));
};
