import { create, toBinary } from '@bufbuild/protobuf';

import { ONNX_TYPES } from '../graph/operators/elementwise.js';
import { MICROSOFT } from '../graph/operators/operation.js';
import type { Attribute as AttributeValue, Operation, Value } from '../graph/value.js';
import {
  type Attribute,
  Attribute_Type,
  AttributeSchema,
  type Graph,
  GraphSchema,
  ModelSchema,
  type Node,
  NodeSchema,
  type Tensor,
  TensorSchema,
  type ValueInfo,
  ValueInfoSchema,
} from './proto/onnx_pb.js';

const IR_VERSION = 10n;
const OPSET = 21n;

export interface GraphParts {
  readonly inputs: readonly Value[];
  readonly operations: readonly Operation[];
  readonly outputs: readonly Value[];
}

/** A graph as an ONNX file; its inputs are called x0, x1, ... and its outputs y0, y1, ... in order. */
export function encodeModel(parts: GraphParts): Uint8Array {
  const model = create(ModelSchema, {
    irVersion: IR_VERSION,
    producerName: '@helmholtz/backend-onnx',
    opsetImport: [
      { domain: '', version: OPSET },
      { domain: 'com.microsoft', version: 1n },
    ],
    graph: new GraphWriter().write(parts),
  });
  return toBinary(ModelSchema, model);
}

class GraphWriter {
  private readonly names = new Map<Value, string>();
  private readonly constants = new Map<string, string>();
  private readonly initializers: Tensor[] = [];

  write({ inputs, operations, outputs }: GraphParts): Graph {
    inputs.forEach((input, index) => this.names.set(input, `x${index}`));
    const nodes = operations.map((operation, index) => this.node(operation, index));
    // An output of its own: one value may be read twice, and a leaf may be read as it is.
    outputs.forEach((output, index) => {
      nodes.push(
        create(NodeSchema, { opType: 'Identity', input: [this.name(output)], output: [`y${index}`] }),
      );
    });
    return create(GraphSchema, {
      name: 'graph',
      node: nodes,
      initializer: this.initializers,
      input: inputs.map((value, index) => valueInfo(`x${index}`, value)),
      output: outputs.map((value, index) => valueInfo(`y${index}`, value)),
    });
  }

  private node(operation: Operation, index: number): Node {
    operation.outputs.forEach((output) => this.names.set(output, `v${index}_${output.index}`));
    const microsoft = operation.operator.startsWith(MICROSOFT);
    return create(NodeSchema, {
      opType: microsoft ? operation.operator.slice(MICROSOFT.length) : operation.operator,
      domain: microsoft ? 'com.microsoft' : '',
      input: operation.inputs.map((input) => (input ? this.name(input) : '')),
      output: operation.outputs.map((output) => this.name(output)),
      attribute: Object.entries(operation.attributes).map(([name, value]) => attribute(name, value)),
    });
  }

  private name(value: Value): string {
    return this.names.get(value) ?? this.constant(value);
  }

  private constant(value: Value): string {
    if (value.literal === undefined) throw new Error(`A value of the graph is neither fed nor computed.`);
    let name = this.constants.get(value.literal);
    if (name === undefined) {
      this.constants.set(value.literal, (name = `c${this.constants.size}`));
      this.initializers.push(tensor(name, value));
    }
    return name;
  }
}

function attribute(name: string, value: AttributeValue): Attribute {
  if (typeof value === 'string') {
    return create(AttributeSchema, {
      name,
      type: Attribute_Type.STRING,
      s: new TextEncoder().encode(value),
    });
  }
  if (typeof value === 'number') {
    return create(AttributeSchema, { name, type: Attribute_Type.INT, i: BigInt(value) });
  }
  if ('float' in value) return create(AttributeSchema, { name, type: Attribute_Type.FLOAT, f: value.float });
  return create(AttributeSchema, { name, type: Attribute_Type.INTS, ints: value.map(BigInt) });
}

function tensor(name: string, { shape, type, data }: Value): Tensor {
  const { buffer, byteOffset, byteLength } = data!;
  return create(TensorSchema, {
    name,
    dims: shape.map(BigInt),
    dataType: ONNX_TYPES[type],
    rawData: new Uint8Array(buffer, byteOffset, byteLength),
  });
}

function valueInfo(name: string, { shape, type }: Value): ValueInfo {
  return create(ValueInfoSchema, {
    name,
    type: {
      tensorType: {
        elemType: ONNX_TYPES[type],
        shape: { dim: shape.map((length) => ({ dimValue: BigInt(length) })) },
      },
    },
  });
}
