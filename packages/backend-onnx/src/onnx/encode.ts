import type { Operation, Value } from '../graph/value.js';
import { type OnnxGraph, writeModel } from './format.js';
import { GraphWriter, valueInfo } from './graph-writer.js';

export interface GraphParts {
  readonly inputs: readonly Value[];
  readonly operations: readonly Operation[];
  readonly outputs: readonly Value[];
}

/** Returns a graph with inputs x0, x1, ... and outputs y0, y1, ... in order. */
export function plainGraph({ inputs, operations, outputs }: GraphParts): OnnxGraph {
  const writer = new GraphWriter();
  inputs.forEach((input, index) => writer.call(input, `x${index}`));
  writer.addAll(
    operations,
    outputs.map((value, index) => ({ value, name: `y${index}` })),
  );
  return writer.graph(
    'graph',
    inputs.map((value, index) => valueInfo(`x${index}`, value)),
    outputs.map((value, index) => valueInfo(`y${index}`, value)),
  );
}

/** Returns a graph as the bytes of an ONNX file. */
export function encodeModel(graph: OnnxGraph): Uint8Array {
  return writeModel(graph, '@helmholtz/backend-onnx', [
    { domain: '', version: 21 },
    { domain: 'com.microsoft', version: 1 },
    { domain: 'com.microsoft.nchwc', version: 1 },
  ]);
}
