/** Element types of the tensors in a program. */
export type ElementType = 'float32' | 'int32' | 'bool';
export type ElementData = Float32Array | Int32Array | Uint8Array;

/** Shape and element type of a tensor. */
export interface TensorSpec {
  readonly shape: readonly number[];
  readonly type: ElementType;
}

/** Named inputs of a kernel or, for kernels such as `Concat`, a list of inputs. */
export type Inputs<Item> = Readonly<Record<string, Item>> | readonly Item[];

/**
 * One call of a TensorFlow.js kernel.
 *
 * Names, inputs and attributes are those of TensorFlow.js, with one exception: `Fill` takes its
 * number as the input `value`, because the number may change from step to step.
 */
export interface Call {
  readonly kernel: string;
  readonly inputs: Inputs<Value>;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly outputs: readonly Value[];
  /** Grows from call to call: each call depends only on calls with a lower position. */
  readonly position: number;
  /**
   * Names of the `tf.tidy` scopes around the call, outermost first, such as `forward` or
   * `backward`.
   */
  readonly scope: readonly string[];
}

type NewCall = Omit<Call, 'outputs' | 'position'>;

let callCount = 0;

/**
 * Tensor of a traced program: an input, a constant or an output of a call.
 *
 * Values are compared by identity. Equal inputs and attributes always give equal outputs.
 *
 * @example
 * ```ts
 * import { Value } from '@helmholtz/trace';
 *
 * const x = Value.input({ shape: [2], type: 'float32' });
 * const y = Value.outputOf({ kernel: 'Neg', inputs: { x }, attributes: {}, scope: [] }, x);
 * console.log(y.shape, y.call?.kernel, x.call); // [ 2 ] Neg undefined
 * ```
 */
export class Value implements TensorSpec {
  private constructor(
    readonly shape: readonly number[],
    readonly type: ElementType,
    /**
     * Whether its data change from run to run, so that they can't be read while the step is traced.
     */
    readonly open: boolean,
    private contents: ElementData | undefined,
    private maker: Call | undefined,
  ) {}

  /** Returns a value that each run supplies: an input, a variable or a random draw. */
  static input({ shape, type }: TensorSpec): Value {
    return new Value(shape, type, true, undefined, undefined);
  }

  static constant(data: ElementData, { shape, type }: TensorSpec): Value {
    return new Value(shape, type, false, data, undefined);
  }

  /** Returns the outputs of a new call. */
  static outputsOf(call: NewCall, specs: readonly TensorSpec[]): readonly Value[] {
    const outputs: Value[] = [];
    const completeCall: Call = { ...call, outputs, position: callCount++ };
    for (const spec of specs) outputs.push(Value.output(completeCall, spec));
    return outputs;
  }

  /** Returns the output of a new call with one output. */
  static outputOf(call: NewCall, spec: TensorSpec): Value {
    const outputs: Value[] = [];
    const output = Value.output({ ...call, outputs, position: callCount++ }, spec);
    outputs.push(output);
    return output;
  }

  private static output(call: Call, { shape, type }: TensorSpec): Value {
    const open = Object.values<Value>(call.inputs).some((input) => input.open);
    return new Value(shape, type, open, undefined, call);
  }

  /** Data of a constant, otherwise undefined. */
  get data(): ElementData | undefined {
    return this.contents;
  }

  /** The call that computes the value; undefined for inputs and constants. */
  get call(): Call | undefined {
    return this.maker;
  }

  get size(): number {
    return sizeOf(this.shape);
  }

  /** Turns a computed value into a constant. */
  settle(data: ElementData): void {
    this.contents = data;
    this.maker = undefined;
  }
}

/**
 * Returns the number of elements of a tensor.
 *
 * @example
 * ```ts
 * import { sizeOf } from '@helmholtz/trace';
 *
 * console.log(sizeOf([2, 3]), sizeOf([])); // 6 1
 * ```
 */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/**
 * Converts each input of a kernel and keeps its name. A list stays a list. Optional inputs without
 * a tensor are left out.
 *
 * @example
 * ```ts
 * import { mapInputs } from '@helmholtz/trace';
 *
 * console.log(mapInputs({ a: 1, b: 2 }, (input) => input * 10)); // { a: 10, b: 20 }
 * console.log(mapInputs([1, 2], String)); // [ '1', '2' ]
 * ```
 */
export function mapInputs<From, To>(inputs: Inputs<From>, convert: (input: From) => To): Inputs<To> {
  const entries = Object.entries(inputs) as [string, From | null | undefined][];
  const converted = entries.flatMap(([name, input]) =>
    input == null ? [] : [[name, convert(input)] as const],
  );
  return Array.isArray(inputs) ? converted.map(([, input]) => input) : Object.fromEntries(converted);
}

const ARRAYS = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

/** Returns numbers as the array class of an element type. Copies only if the class differs. */
export function typed(values: ArrayLike<number>, type: ElementType): ElementData {
  const array = ARRAYS[type];
  return values instanceof array ? values : array.from(values);
}

/** Returns an array of zeros of an element type. */
export function zeros(size: number, type: ElementType): ElementData {
  return new ARRAYS[type](size);
}
