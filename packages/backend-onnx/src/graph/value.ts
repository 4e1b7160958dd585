/**
 * Element types of a graph. Tensors are never int64, which operators take as indices and shapes,
 * nor float64.
 */
export type ElementType = TensorType | 'int64' | 'float64';
export type TensorType = 'float32' | 'int32' | 'bool';
export type TensorData = Float32Array | Int32Array | Uint8Array | BigInt64Array | Float64Array;
export type Attribute = number | string | readonly number[] | { readonly float: number };

/**
 * Output of an operator call, or a leaf: fed data or a constant of the graph.
 *
 * Values are pure: a value depends only on its operator, attributes and inputs. Once its data are
 * known, its producer is dropped.
 */
export class Value {
  data: TensorData | undefined;
  /** Call that computes it, until its data are known. */
  producer: Operation | undefined;

  private constructor(
    readonly shape: readonly number[],
    readonly type: ElementType,
    /** Index among the producer's outputs. */
    readonly index: number,
    /** Contents of a constant, as part of the graph's fingerprint. Fed data are not part of it. */
    readonly literal?: string,
  ) {}

  /** Returns a fed value, whose data may differ between runs. */
  static leaf(data: TensorData | undefined, shape: readonly number[], type: ElementType): Value {
    const value = new Value(shape, type, 0);
    value.data = data;
    return value;
  }

  /** Returns a constant of the graph. Other contents make another graph. */
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

  /** Data of a leaf, or of a value that was computed. */
  get knownData(): TensorData {
    if (!this.data) throw new Error('Internal error: a value of the graph is read before it is computed.');
    return this.data;
  }

  /** Stores the data and drops the producer. */
  settle(data: TensorData): void {
    this.data = data;
    this.producer = undefined;
  }
}

/** Elements as text, different for different bits: `String` writes -0 like 0. */
function written(data: TensorData): string {
  return Array.from(data as ArrayLike<number | bigint>, (element) =>
    Object.is(element, -0) ? '-0' : `${element}`,
  ).join();
}

/** One call of an ONNX operator. */
export class Operation {
  readonly outputs: readonly [Value, ...Value[]];
  /** Equal for equal operators, attributes and output types. */
  readonly signature: number;

  constructor(
    readonly operator: string,
    /** Undefined for an optional input that is left out. */
    readonly inputs: readonly (Value | undefined)[],
    readonly attributes: Readonly<Record<string, Attribute>>,
    outputs: readonly { shape: readonly number[]; type: ElementType }[],
    /** Estimated cost in JavaScript, in elements of an elementwise operation. */
    readonly cost: number,
  ) {
    const [first, ...others] = outputs.map(({ shape, type }, index) =>
      Value.output(this, index, shape, type),
    );
    if (!first) throw new RangeError(`Internal error: the operator ${operator} has no output.`);
    this.outputs = [first, ...others];
    this.signature = signatures.idOf(
      `${operator}${JSON.stringify(attributes)}${outputs.map(({ shape, type }) => `${type}${shape.join()}`).join(';')}`,
    );
  }
}

/** Assigns numbers to strings, equal for equal strings. */
export class Interned {
  private readonly numbers = new Map<string, number>();

  idOf(text: string): number {
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
