import { ONNX_TYPES } from '../graph/operators/elementwise.js';
import type { Operation, Value } from '../graph/value.js';
import type { OnnxGraph, OnnxNode, OnnxTensor, OnnxValueInfo } from './format.js';

/** Writes operations and values as nodes of an ONNX graph, and names the values. */
export class GraphWriter {
  readonly nodes: OnnxNode[] = [];
  private readonly names = new Map<Value, string>();
  private readonly constants = new Map<string, string>();
  private readonly initializers: OnnxTensor[] = [];
  private count = 0;

  /** @param prefix prefix that separates the names of an inner graph from those of the outer. */
  constructor(private readonly prefix = '') {}

  /** Sets the name of a value that is computed outside of this graph, or by a handwritten node. */
  call(value: Value, name: string): string {
    this.names.set(value, name);
    return name;
  }

  fresh(): string {
    return `${this.prefix}v${this.count++}`;
  }

  /** Adds operations and names the outputs. */
  addAll(operations: readonly Operation[], outputs: readonly { value: Value; name: string }[]): void {
    const namedValues = new Set<Value>();
    const copied = outputs.filter(({ value, name }) => {
      if (value.producer === undefined || namedValues.has(value)) return true;
      namedValues.add(value);
      this.call(value, name);
      return false;
    });
    for (const operation of operations) this.add(operation);
    // A copy for a value that already has a name: a repeated output, an input or a constant.
    for (const { value, name } of copied) {
      this.nodes.push({ operator: 'Identity', inputs: [this.name(value)], outputs: [name] });
    }
  }

  graph(name: string, inputs: readonly OnnxValueInfo[], outputs: readonly OnnxValueInfo[]): OnnxGraph {
    return { name, nodes: this.nodes, initializers: this.initializers, inputs, outputs };
  }

  private add({ operator, inputs, outputs, attributes }: Operation): void {
    const dot = operator.lastIndexOf('.');
    this.nodes.push({
      operator: operator.slice(dot + 1),
      domain: operator.slice(0, Math.max(dot, 0)),
      inputs: inputs.map((input) => (input ? this.name(input) : '')),
      outputs: outputs.map((output) => this.names.get(output) ?? this.call(output, this.fresh())),
      attributes,
    });
  }

  private name(value: Value): string {
    return this.names.get(value) ?? this.constant(value);
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

/** Named input or output. An undefined length is variable. */
export function valueInfo(
  name: string,
  { shape, type }: { readonly shape: readonly (number | undefined)[]; readonly type: Value['type'] },
): OnnxValueInfo {
  return { name, type: ONNX_TYPES[type], shape };
}

function tensor(name: string, { shape, type, data }: Value): OnnxTensor {
  const { buffer, byteOffset, byteLength } = data!;
  return { name, type: ONNX_TYPES[type], shape, data: new Uint8Array(buffer, byteOffset, byteLength) };
}
