import { create } from '@bufbuild/protobuf';

import { ONNX_TYPES } from '../graph/operators/elementwise.js';
import type { Attribute as AttributeValue, Operation, Value } from '../graph/value.js';
import {
  type Attribute,
  Attribute_Type,
  AttributeSchema,
  type Graph,
  GraphSchema,
  type Node,
  NodeSchema,
  type Tensor,
  TensorSchema,
  type ValueInfo,
  ValueInfoSchema,
} from './proto/onnx_pb.js';

/** Writes operations and values as the nodes of an ONNX graph, and gives each value its name. */
export class GraphWriter {
  readonly nodes: Node[] = [];
  private readonly names = new Map<Value, string>();
  private readonly constants = new Map<string, string>();
  private readonly initializers: Tensor[] = [];
  private count = 0;

  /** @param prefix keeps the names of a graph inside another apart from the outer one's. */
  constructor(private readonly prefix = '') {}

  /** Says what a value is called that comes from outside of this graph, or that an operator written by hand yields. */
  call(value: Value, name: string): string {
    this.names.set(value, name);
    return name;
  }

  fresh(): string {
    return `${this.prefix}v${this.count++}`;
  }

  name(value: Value): string {
    return this.names.get(value) ?? this.constant(value);
  }

  private add(operation: Operation): void {
    const dot = operation.operator.lastIndexOf('.');
    this.nodes.push(
      create(NodeSchema, {
        opType: operation.operator.slice(dot + 1),
        domain: operation.operator.slice(0, Math.max(dot, 0)),
        input: operation.inputs.map((input) => (input ? this.name(input) : '')),
        output: operation.outputs.map((output) => this.names.get(output) ?? this.call(output, this.fresh())),
        attribute: Object.entries(operation.attributes).map(([name, value]) => attribute(name, value)),
      }),
    );
  }

  /** Adds a graph's operations and names its outputs. */
  addAll(operations: readonly Operation[], outputs: readonly { value: Value; name: string }[]): void {
    const named = new Set<Value>();
    const copied = outputs.filter(({ value, name }) => {
      if (value.producer === undefined || named.has(value)) return true;
      named.add(value);
      this.call(value, name);
      return false;
    });
    for (const operation of operations) this.add(operation);
    // An output of its own where the value has another name: it is an output twice, an input, or constant.
    for (const { value, name } of copied) {
      this.nodes.push(create(NodeSchema, { opType: 'Identity', input: [this.name(value)], output: [name] }));
    }
  }

  graph(name: string, inputs: readonly ValueInfo[], outputs: readonly ValueInfo[]): Graph {
    return create(GraphSchema, {
      name,
      node: this.nodes,
      initializer: this.initializers,
      input: [...inputs],
      output: [...outputs],
    });
  }

  private constant(value: Value): string {
    if (value.literal === undefined) throw new Error('A value of the graph is neither fed nor computed.');
    let name = this.constants.get(value.literal);
    if (name === undefined) {
      this.constants.set(value.literal, (name = `${this.prefix}c${this.constants.size}`));
      this.initializers.push(tensor(name, value));
    }
    return name;
  }
}

/** A named input or output; a length that is left open is undefined. */
export function valueInfo(
  name: string,
  { shape, type }: { readonly shape: readonly (number | undefined)[]; readonly type: Value['type'] },
): ValueInfo {
  return create(ValueInfoSchema, {
    name,
    type: {
      tensorType: {
        elemType: ONNX_TYPES[type],
        shape: { dim: shape.map((length) => (length === undefined ? {} : { dimValue: BigInt(length) })) },
      },
    },
  });
}

export function attribute(name: string, value: AttributeValue): Attribute {
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
