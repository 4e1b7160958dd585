import {
  type BackendValues,
  type DataId,
  type DataType,
  KernelBackend,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  type TensorInfo,
  engine,
  util,
} from '@tensorflow/tfjs-core';

import { CompileError } from './errors.js';
import { interpret } from './interpret.js';
import type { KernelRunner } from './kernel-runner.js';
import { isSharing, sharedShape } from './sharing.js';
import { shapeRules } from './shapes/index.js';
import {
  type ElementData,
  type ElementType,
  type Inputs,
  type TensorSpec,
  Value,
  mapInputs,
  sizeOf,
  typed,
} from './value.js';

interface Entry {
  /** In the shape of the first tensor that had it; reshaped tensors share it. */
  readonly value: Value;
  references: number;
}

/**
 * A TensorFlow.js backend that computes nothing: its kernels record calls.
 *
 * Tensors of other backends enter as constants. Constants, and what follows from constants alone, can be read: the kernels
 * of the backend that was set before compute them.
 */
export class TraceBackend extends KernelBackend {
  private readonly entries = new Map<DataId, Entry>();
  private readonly outside = new Map<DataId, Value>();
  private readonly reshaped = new WeakMap<Value, Map<string, Value>>();

  /**
   * @param kernels of the backend that was set before.
   * @param constant makes the value of a constant.
   */
  constructor(
    private readonly kernels: KernelRunner,
    private readonly constant: (data: ElementData, spec: TensorSpec) => Value,
  ) {
    super();
  }

  /** Records a kernel. Computes at once where every input is a constant and the shape of an output depends on data. */
  record(kernel: string, given: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo | TensorInfo[] {
    const [first] = Object.values<TensorInfo>(given as Inputs<TensorInfo>);
    if (first && isSharing(kernel)) return this.shared(first, sharedShape(kernel, first, attributes));
    const inputs = mapInputs(given as Inputs<TensorInfo>, (info) => this.valueOfTensor(info));
    const outputs =
      this.recordedCall(kernel, inputs, attributes) ?? this.computed(kernel, inputs, attributes);
    const infos = outputs.map((value) => this.tensorOf(value));
    return MANY_OUTPUTS.has(kernel) || !infos[0] || infos.length > 1 ? infos : infos[0];
  }

  /** The value of a tensor, in the shape of the tensor. */
  valueOfTensor({ dataId, shape, dtype }: TensorInfo): Value {
    const value = this.entries.get(dataId)?.value ?? this.outsideValue(dataId, shape, dtype);
    return value.shape.join() === shape.join() ? value : this.inShape(value, shape);
  }

  /** A tensor of a value. */
  tensorOf(value: Value): TensorInfo {
    const dataId = {};
    this.entries.set(dataId, { value, references: 1 });
    return { dataId, shape: [...value.shape], dtype: value.type };
  }

  /** Data of a value that depends on constants only; the value becomes a constant. */
  dataOf(value: Value, reader = 'reads a tensor'): ElementData {
    if (value.data) return value.data;
    if (value.size === 0) return typed([], value.type);
    if (value.open) {
      throw new CompileError(
        `it ${reader} of shape [${value.shape.join()}] that depends on the inputs or variables, while the function runs.`,
      );
    }
    const [data] = interpret([value], this.kernels, (input) => this.dataOf(input));
    if (!data) throw new Error('The interpreter returned no data.');
    value.settle(data);
    return data;
  }

  private recordedCall(
    kernel: string,
    given: Inputs<Value>,
    attributes: NamedAttrMap,
  ): readonly Value[] | undefined {
    const constant = LIKE[kernel];
    if (constant !== undefined) return this.filled(constant, Object.values<Value>(given));
    const shapeRule = shapeRules[kernel];
    const inputs = kernel === 'Fill' ? this.fillInputs(attributes) : given;
    const values = Object.values<Value>(inputs);
    // Without elements there is nothing to compute, and engines may not know such tensors.
    if (!shapeRule || values.length === 0 || values.some(({ size }) => size === 0)) return undefined;
    const specs = shapeRule(inputs, attributes);
    if (specs.some(({ shape }) => sizeOf(shape) === 0)) return undefined;
    const call = { kernel, inputs, attributes, scope: scopes() };
    return Value.outputsOf(call, specs);
  }

  /** Zeros or ones depend on the shape of their input only, so they are constants. */
  private filled(number: number, [like]: readonly Value[]): readonly Value[] | undefined {
    if (!like) return undefined;
    if (like.size === 0) return [Value.constant(typed([], like.type), like)];
    const value = Value.constant(typed([number], like.type), { shape: [], type: like.type });
    const attributes = { shape: [...like.shape] };
    return Value.outputsOf({ kernel: 'Fill', inputs: { value }, attributes, scope: scopes() }, [like]);
  }

  private computed(kernel: string, inputs: Inputs<Value>, attributes: NamedAttrMap): readonly Value[] {
    const shapeRule = shapeRules[kernel];
    if (shapeRule && Object.values<Value>(inputs).length > 0) {
      const specs = shapeRule(inputs, attributes);
      if (specs.every(({ shape }) => sizeOf(shape) === 0))
        return specs.map((spec) => this.constant(typed([], spec.type), spec));
    }
    const reader = `uses the kernel ${kernel}, whose output shapes depend on data, on a tensor`;
    const known = mapInputs(inputs, (value) => ({
      data: this.dataOf(value, reader),
      shape: value.shape,
      type: value.type,
    }));
    return this.kernels.run(kernel, known, attributes).map((result) => this.constant(result.data, result));
  }

  /** The number to fill with becomes an input: it may be one that changes from step to step. */
  private fillInputs({ value, dtype }: NamedAttrMap): Inputs<Value> {
    if (typeof value !== 'number') throw noPlace(typeof value);
    const type = (dtype as ElementType | undefined) ?? 'float32';
    return { value: this.constant(typed([value], type), { shape: [], type }) };
  }

  private shared(info: TensorInfo, shape: number[]): TensorInfo {
    const entry = this.entries.get(info.dataId);
    if (!entry) return { ...this.tensorOf(this.inShape(this.valueOfTensor(info), shape)), shape };
    entry.references++;
    return { dataId: info.dataId, shape, dtype: info.dtype };
  }

  private outsideValue(dataId: DataId, shape: readonly number[], dtype: DataType): Value {
    let value = this.outside.get(dataId);
    if (!value) {
      const type = elementType(dtype);
      const data = typed(engine().readSync(dataId) as ElementData, type);
      this.outside.set(dataId, (value = this.constant(data, { shape, type })));
    }
    return value;
  }

  private inShape(value: Value, shape: readonly number[]): Value {
    if (value.shape.join() === shape.join()) return value;
    let shapes = this.reshaped.get(value);
    if (!shapes) this.reshaped.set(value, (shapes = new Map<string, Value>()));
    let other = shapes.get(shape.join());
    if (!other) {
      const spec = { shape: [...shape], type: value.type };
      const attributes = { shape: [...shape] };
      const call = { kernel: 'Reshape', inputs: { x: value }, attributes, scope: scopes() };
      other = value.data ? this.constant(value.data, spec) : Value.outputsOf(call, [spec])[0];
      if (!other) throw new Error('A call without outputs.');
      shapes.set(shape.join(), other);
    }
    return other;
  }

  override write(values: BackendValues, shape: number[], dtype: DataType): DataId {
    const dataId = {};
    this.move(dataId, values, shape, dtype, 1);
    return dataId;
  }

  override move(
    dataId: DataId,
    values: BackendValues,
    shape: number[],
    dtype: DataType,
    references: number,
  ): void {
    const type = elementType(dtype);
    // A copy, because the caller may change its array later.
    const data = typed(values as ElementData, type).slice();
    this.entries.set(dataId, { value: this.constant(data, { shape: [...shape], type }), references });
  }

  override readSync(dataId: DataId): BackendValues {
    const entry = this.entries.get(dataId);
    if (!entry) throw new Error('A tensor that was already disposed is read.');
    return this.dataOf(entry.value).slice();
  }

  override async read(dataId: DataId): Promise<BackendValues> {
    return this.readSync(dataId);
  }

  override disposeData(dataId: DataId, force = false): boolean {
    const entry = this.entries.get(dataId);
    if (!entry) return true;
    entry.references--;
    if (!force && entry.references > 0) return false;
    this.entries.delete(dataId);
    return true;
  }

  override refCount(dataId: DataId): number {
    return this.entries.get(dataId)?.references ?? 0;
  }

  override incRef(dataId: DataId): void {
    const entry = this.entries.get(dataId);
    // The engine counts references at the current backend, also those of a tensor of another backend.
    if (entry) entry.references++;
    else engine().state.tensorInfo.get(dataId)?.backend.incRef(dataId);
  }

  decRef(dataId: DataId): void {
    const entry = this.entries.get(dataId);
    if (entry) entry.references--;
  }

  override numDataIds(): number {
    return this.entries.size;
  }

  override memory(): { unreliable: boolean; reasons: string[] } {
    return { unreliable: true, reasons: ['A traced step computes nothing and takes no memory.'] };
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override dispose(): void {
    this.entries.clear();
  }
}

const LIKE: Readonly<Record<string, number>> = { ZerosLike: 0, OnesLike: 1 };

/** Kernels that return a list of tensors, even of one. */
const MANY_OUTPUTS = new Set(['SplitV', 'Unpack']);

/** TensorFlow.js names the scope of an operation so. */
const OPERATION = /__op$/;
const UNNAMED = 'unnamed scope';

function scopes(): string[] {
  const stack = engine().state.scopeStack as readonly { readonly name: string }[];
  return stack.map(({ name }) => name).filter((name) => name !== UNNAMED && !OPERATION.test(name));
}

function elementType(dtype: DataType): ElementType {
  if (dtype === 'string' || dtype === 'complex64') throw noPlace(dtype);
  return dtype;
}

function noPlace(type: string): CompileError {
  return new CompileError(`it uses a tensor of type ${type}, which a graph cannot contain.`);
}
