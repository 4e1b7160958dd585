import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/**
 * Part of the ONNX file format that this package writes: https://onnx.ai/onnx/repo-docs/IR.html.
 * The numbers are field numbers of onnx.proto.
 */
export interface OnnxGraph {
  readonly name: string;
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValueInfo[];
  readonly outputs: readonly OnnxValueInfo[];
}

export interface OnnxNode {
  readonly operator: string;
  /** Empty for ONNX's own operators. */
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, OnnxAttribute>>;
}

/** Attribute. A whole number is an int unless marked as a float. */
export type OnnxAttribute =
  number | string | readonly number[] | { readonly float: number } | { readonly graph: OnnxGraph };

export interface OnnxTensor {
  readonly name: string;
  /** Code of the element type in the format. */
  readonly type: number;
  readonly shape: readonly number[];
  /** Little-endian, row-major. */
  readonly data: Uint8Array;
}

export interface OnnxValueInfo {
  readonly name: string;
  readonly type: number;
  /** A length that is left open is undefined. */
  readonly shape: readonly (number | undefined)[];
}

export interface OperatorSet {
  readonly domain: string;
  readonly version: number;
}

const IR_VERSION = 10;

/** Returns the bytes of a file. */
export function writeModel(
  graph: OnnxGraph,
  producer: string,
  operatorSets: readonly OperatorSet[],
): Uint8Array {
  const writer = new BinaryWriter();
  writer.tag(1, WireType.Varint).int64(IR_VERSION);
  text(writer, 2, producer);
  message(writer, 7, () => writeGraph(writer, graph));
  for (const { domain, version } of operatorSets) {
    message(writer, 8, () => {
      text(writer, 1, domain);
      writer.tag(2, WireType.Varint).int64(version);
    });
  }
  return writer.finish();
}

function writeGraph(writer: BinaryWriter, { name, nodes, initializers, inputs, outputs }: OnnxGraph): void {
  for (const node of nodes) message(writer, 1, () => writeNode(writer, node));
  text(writer, 2, name);
  for (const tensor of initializers) message(writer, 5, () => writeTensor(writer, tensor));
  for (const info of inputs) message(writer, 11, () => writeValueInfo(writer, info));
  for (const info of outputs) message(writer, 12, () => writeValueInfo(writer, info));
}

function writeNode(
  writer: BinaryWriter,
  { operator, domain = '', inputs, outputs, attributes }: OnnxNode,
): void {
  for (const input of inputs) text(writer, 1, input);
  for (const output of outputs) text(writer, 2, output);
  text(writer, 4, operator);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    message(writer, 5, () => {
      text(writer, 1, name);
      writeAttribute(writer, value);
    });
  }
  if (domain) text(writer, 7, domain);
}

const AttributeType = { float: 1, int: 2, string: 3, graph: 5, ints: 7 } as const;

function writeAttribute(writer: BinaryWriter, value: OnnxAttribute): void {
  const type = (kind: keyof typeof AttributeType): void => {
    writer.tag(20, WireType.Varint).int32(AttributeType[kind]);
  };
  if (typeof value === 'number') {
    writer.tag(3, WireType.Varint).int64(value);
    type('int');
  } else if (typeof value === 'string') {
    text(writer, 4, value);
    type('string');
  } else if ('float' in value) {
    writer.tag(2, WireType.Bit32).float(value.float);
    type('float');
  } else if ('graph' in value) {
    message(writer, 6, () => writeGraph(writer, value.graph));
    type('graph');
  } else {
    for (const item of value) writer.tag(8, WireType.Varint).int64(item);
    type('ints');
  }
}

function writeTensor(writer: BinaryWriter, { name, type, shape, data }: OnnxTensor): void {
  for (const length of shape) writer.tag(1, WireType.Varint).int64(length);
  writer.tag(2, WireType.Varint).int32(type);
  text(writer, 8, name);
  writer.tag(9, WireType.LengthDelimited).bytes(data);
}

function writeValueInfo(writer: BinaryWriter, { name, type, shape }: OnnxValueInfo): void {
  text(writer, 1, name);
  // A type, of a tensor, with an element type and a shape of dimensions.
  message(writer, 2, () => {
    message(writer, 1, () => {
      writer.tag(1, WireType.Varint).int32(type);
      message(writer, 2, () => {
        for (const length of shape) {
          message(writer, 1, () => {
            if (length !== undefined) writer.tag(1, WireType.Varint).int64(length);
          });
        }
      });
    });
  });
}

function text(writer: BinaryWriter, field: number, value: string): void {
  writer.tag(field, WireType.LengthDelimited).string(value);
}

function message(writer: BinaryWriter, field: number, write: () => void): void {
  writer.tag(field, WireType.LengthDelimited).fork();
  write();
  writer.join();
}
