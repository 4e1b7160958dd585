/**
 * Native cases of kernels that are not always native. Other cases, complex numbers, strings and
 * tensors without elements run on the cpu kernels.
 */
export const CONDITIONS: Readonly<Record<string, string>> = {
  ...only('float32', [
    ...['Exp', 'Expm1', 'Log', 'Log1p', 'Sqrt', 'Rsqrt', 'Reciprocal', 'Floor', 'Ceil', 'Round', 'Erf'],
    ...['Sin', 'Cos', 'Tan', 'Asin', 'Acos', 'Atan', 'Sinh', 'Cosh', 'Tanh', 'Asinh', 'Acosh', 'Atanh'],
    ...['IsNan', 'IsInf', 'IsFinite', 'Relu6', 'Sigmoid', 'Softplus', 'Elu', 'EluGrad', 'Selu', 'LeakyRelu'],
    ...['Prelu', 'Step', 'RealDiv', 'Atan2', 'LRN', 'LRNGrad', '_FusedMatMul', 'FusedConv2D'],
    ...['Conv2D', 'Conv3D', 'Dilation2D', 'FlipLeftRight'],
  ]),
  ...only('float32; a gradient of as many windows as the images have', [
    ...['Conv2DBackpropInput', 'Conv2DBackpropFilter', 'Conv3DBackpropInputV2', 'Conv3DBackpropFilterV2'],
    ...['Dilation2DBackpropInput', 'Dilation2DBackpropFilter'],
  ]),
  ...only('float32; NHWC', ['DepthwiseConv2dNative', 'FusedDepthwiseConv2D']),
  ...only('float32; NHWC, no dilations, a gradient of as many windows as the images have', [
    'DepthwiseConv2dNativeBackpropInput',
    'DepthwiseConv2dNativeBackpropFilter',
  ]),
  ...only('float32, int32', [
    ...['Abs', 'Neg', 'Sign', 'Square', 'Relu', 'Add', 'Sub', 'Multiply', 'Maximum', 'Minimum', 'AddN'],
    ...['SquaredDifference', 'FloorDiv', 'Mod', 'Pow', 'BatchMatMul', 'ScatterNd', 'TopK'],
    ...['ResizeBilinear', 'ResizeNearestNeighbor'],
  ]),
  ...only('float32; no half-pixel centres', ['ResizeBilinearGrad', 'ResizeNearestNeighborGrad']),
  ...only('float32, int32; windows of at most 64 along an axis', [
    ...['MaxPool', 'MaxPool3D', 'MaxPoolGrad', 'MaxPool3DGrad'],
  ]),
  ...only('float32; windows of at most 64 along an axis', [
    ...['AvgPool', 'AvgPool3D', 'AvgPoolGrad', 'AvgPool3DGrad'],
  ]),
  ...only('int32', ['BitwiseAnd']),
  ...only('bool', ['LogicalNot', 'LogicalAnd', 'LogicalOr', 'All', 'Any']),
  ...only('int32 indices', ['GatherV2', 'GatherNd', 'OneHot', 'TensorScatterUpdate', 'SparseToDense']),
  ...only('results with elements', ['Slice', 'StridedSlice', 'SplitV', 'Tile', 'BatchToSpaceND']),
  ...only('tensors of one type', ['Concat', 'Select']),
  Cast: 'between float32, int32 and bool',
  ClipByValue: 'float32; int32 between whole numbers',
  Cumsum: 'one axis or more',
  DepthToSpace: 'NHWC',
  Einsum: 'float32, int32; no ellipsis',
  Fill: 'numbers',
  FusedBatchNorm: 'float32; parameters shaped like the last axes of the input',
  Softmax: 'float32; the last axis',
  UnsortedSegmentSum: 'float32; segments along one axis',
};

function only(condition: string, kernels: readonly string[]): Record<string, string> {
  return Object.fromEntries(kernels.map((name) => [name, condition]));
}
