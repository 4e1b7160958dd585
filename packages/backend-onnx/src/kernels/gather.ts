import { itemAt } from '../graph/item-at.js';
import {
  type GatherNdInputs,
  type GatherV2Attrs,
  type GatherV2Inputs,
  backend_util,
  util,
} from '@tensorflow/tfjs-core';

import { type Kernel, kernel } from './kernel.js';
import { add, multiply } from '../graph/operators/elementwise.js';
import { gather } from '../graph/operators/gather.js';
import { scalarConstant } from '../graph/operators/operation.js';
import { range } from '../graph/operators/range.js';
import { reshape, transpose } from '../graph/operators/shape.js';
import type { Value } from '../graph/value.js';
import { bounded, flatIndices } from './indices.js';
import { tensorLike } from './tensor-like.js';

/** Gathers slices with separate indices for each part of a batch. */
function gatherInBatch(x: Value, indices: Value, axis: number, batchDims: number): Value {
  const { batchSize, outerSize, dimSize, sliceSize, outputShape } =
    backend_util.segment_util.collectGatherOpShapeInfo(tensorLike(x), tensorLike(indices), axis, batchDims);
  const rows = transpose(reshape(x, [batchSize, outerSize, dimSize, sliceSize]), [0, 2, 1, 3]);
  const starts = multiply(range(batchSize), scalarConstant(dimSize, 'int32'));
  const flat = add(reshape(indices, [batchSize, indices.size / batchSize]), reshape(starts, [batchSize, 1]));
  const gathered = gather(reshape(rows, [batchSize * dimSize, outerSize, sliceSize]), flat, 0);
  return reshape(transpose(gathered, [0, 2, 1, 3]), outputShape);
}

export const gatherKernels: readonly Kernel[] = [
  kernel<GatherV2Inputs, GatherV2Attrs>(
    { name: 'GatherV2', cases: 'int32 indices' },
    ({ x, indices }, { axis, batchDims }) => {
      if (indices.type !== 'int32') return undefined;
      const position = itemAt(util.parseAxisParam(axis, [...x.shape]), 0);
      const valid = bounded('GatherV2', indices, itemAt(x.shape, position));
      return batchDims ? gatherInBatch(x, valid, position, batchDims) : gather(x, valid, position);
    },
  ),
  kernel<GatherNdInputs>({ name: 'GatherNd', cases: 'int32 indices' }, ({ params, indices }) => {
    if (indices.type !== 'int32') return undefined;
    const [shape, , sliceSize, strides] = backend_util.prepareAndValidate(
      tensorLike(params),
      tensorLike(indices),
    );
    const rows = params.size / sliceSize;
    const flat = flatIndices('GatherNd', indices, itemAt(indices.shape, -1), strides, rows);
    return reshape(gather(reshape(params, [rows, sliceSize]), flat, 0), shape);
  }),
];
