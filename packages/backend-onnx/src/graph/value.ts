/** The element types of a graph. A tensor is never int64, which operators take as indices and shapes, nor float64. */
export type ElementType = TensorType | 'int64' | 'float64';
export type TensorType = 'float32' | 'int32' | 'bool';
export type TensorData = Float32Array | Int32Array | Uint8Array | BigInt64Array | Float64Array;
export type Attribute = number | string | readonly number[] | { readonly float: number };

/**
 * What one call of an operator yields, or a leaf: data, or a constant that is part of the graph.
 *
 * Values are pure: what one is depends on its operator, attributes and inputs alone. Once its data are known, the
 * operators behind it are forgotten.
 */
export class Value {
  data: TensorData | undefined;
  /** The call that yields this, until its data are known. */
  producer: Operation | undefined;

  private constructor(
    readonly shape: readonly number[],
    readonly type: ElementType,
    /** Which of the producer's outputs this is. */
    readonly index: number,
    /** A constant's contents, which belong to the graph's fingerprint; data are fed anew on every run. */
    readonly literal?: string,
  ) {}

  /** What is fed to the graph: its data may differ from run to run. */
  static leaf(data: TensorData | undefined, shape: readonly number[], type: ElementType): Value {
    const value = new Value(shape, type, 0);
    value.data = data;
    return value;
  }

  /** What is part of the graph: other contents make another graph. */
  static constant(data: TensorData, shape: readonly number[], type: ElementType): Value {
    const value = new Value(shape, type, 0, `${type}[${shape.join()}]${written(data)}`);
    value.data = data;
    return value;
  }

  static output(producer: Operation, index: number, shape: readonly number[], type: ElementType): Value {
    const value = new Value(shape, type, index);
    value.producer = producer;
    return value;
  }

  get size(): number {
    return sizeOf(this.shape);
  }

  /** Keeps the outcome and lets go of the operators behind it. */
  settle(data: TensorData): void {
    this.data = data;
    this.producer = undefined;
  }
}

/** The elements as text, different for different bits: -0 is written like 0 otherwise. */
function written(data: TensorData): string {
  return Array.from(data as ArrayLike<number | bigint>, (element) =>
    Object.is(element, -0) ? '-0' : `${element}`,
  ).join();
}

/** One call of an ONNX operator. */
export class Operation {
  readonly outputs: readonly Value[];
  /** Equal numbers mean the same operator with the same attributes and outputs. */
  readonly signature: number;

  constructor(
    readonly operator: string,
    /** An input that an operator allows to be left out is undefined. */
    readonly inputs: readonly (Value | undefined)[],
    readonly attributes: Readonly<Record<string, Attribute>>,
    outputs: readonly { shape: readonly number[]; type: ElementType }[],
    /** What it would cost in JavaScript, in the elements of an elementwise operation. */
    readonly cost: number,
  ) {
    this.outputs = outputs.map(({ shape, type }, index) => Value.output(this, index, shape, type));
    this.signature = signatures.of(
      `${operator}${JSON.stringify(attributes)}${outputs.map(({ shape, type }) => `${type}${shape.join()}`).join(';')}`,
    );
  }
}

/** Numbers for texts, equal for equal texts. */
export class Interned {
  private readonly numbers = new Map<string, number>();

  of(text: string): number {
    let number = this.numbers.get(text);
    if (number === undefined) this.numbers.set(text, (number = this.numbers.size));
    return number;
  }
}

const signatures = new Interned();

export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const length of shape) size *= length;
  return size;
}
