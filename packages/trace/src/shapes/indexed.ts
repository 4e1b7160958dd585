import {
  type GatherNdInputs,
  type GatherV2Attrs,
  type GatherV2Inputs,
  type ScatterNdAttrs,
  type ScatterNdInputs,
  type SparseToDenseAttrs,
  type SparseToDenseInputs,
  type TensorInfo,
  type TopKAttrs,
  type TopKInputs,
  type UnsortedSegmentSumAttrs,
  type UnsortedSegmentSumInputs,
  backend_util,
  util,
} from '@tensorflow/tfjs-core';

import { type TensorSpec, sizeOf } from '../value.js';
import { type ShapeRules, rule, spec } from './rule.js';

/** Shape and type of a tensor, as TensorFlow.js helpers read them. */
const infoOf = ({
  shape,
  type,
}: TensorSpec): TensorInfo & { readonly rank: number; readonly size: number } => ({
  dataId: {},
  shape: [...shape],
  dtype: type,
  rank: shape.length,
  size: sizeOf(shape),
});

/** Kernels that pick or place elements by index. */
export const indexed: ShapeRules = {
  GatherV2: rule<GatherV2Inputs, GatherV2Attrs>(({ x, indices }, { axis, batchDims }) => {
    const [at = 0] = util.parseAxisParam(axis, [...x.shape]);
    const { outputShape } = backend_util.segment_util.collectGatherOpShapeInfo(
      infoOf(x),
      infoOf(indices),
      at,
      batchDims,
    );
    return spec(outputShape, x.type);
  }),
  GatherNd: rule<GatherNdInputs>(({ params, indices }) => {
    const [shape] = backend_util.prepareAndValidate(infoOf(params), infoOf(indices));
    return spec(shape, params.type);
  }),
  ScatterNd: rule<ScatterNdInputs, ScatterNdAttrs>(({ updates }, { shape }) => spec(shape, updates.type)),
  SparseToDense: rule<SparseToDenseInputs, SparseToDenseAttrs>(({ sparseValues }, { outputShape }) =>
    spec(outputShape, sparseValues.type),
  ),
  UnsortedSegmentSum: rule<UnsortedSegmentSumInputs, UnsortedSegmentSumAttrs>(({ x }, { numSegments }) =>
    spec([numSegments, ...x.shape.slice(1)], x.type),
  ),
  TopK: rule<TopKInputs, TopKAttrs>(({ x }, { k }) => {
    const shape = [...x.shape.slice(0, -1), k];
    return [spec(shape, x.type), spec(shape, 'int32')];
  }),
};
