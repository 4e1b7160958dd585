import { create, toBinary } from '@bufbuild/protobuf';

import type { Operation, Value } from '../graph/value.js';
import { GraphWriter, valueInfo } from './graph-writer.js';
import { type Graph, ModelSchema } from './proto/onnx_pb.js';

const IR_VERSION = 10n;
const OPSET = 21n;

export interface GraphParts {
  readonly inputs: readonly Value[];
  readonly operations: readonly Operation[];
  readonly outputs: readonly Value[];
}

/** A graph whose inputs are called x0, x1, ... and whose outputs y0, y1, ... in order. */
export function plainGraph({ inputs, operations, outputs }: GraphParts): Graph {
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

/** A graph as the bytes of an ONNX file. */
export function encodeModel(graph: Graph): Uint8Array {
  const model = create(ModelSchema, {
    irVersion: IR_VERSION,
    producerName: '@helmholtz/backend-onnx',
    opsetImport: [
      { domain: '', version: OPSET },
      { domain: 'com.microsoft', version: 1n },
      { domain: 'com.microsoft.nchwc', version: 1n },
    ],
    graph,
  });
  return toBinary(ModelSchema, model);
}
