import {
  type BackendValues,
  type DataId,
  type DataType,
  KernelBackend,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  type TensorInfo,
  engine,
} from '@tensorflow/tfjs-core';

import { CallRecorder, unsupported } from './call-recorder.js';
import type { KernelRunner } from './kernel-runner.js';
import type { ShapesOf } from './shapes/rule.js';
import { isSharing, sharedShape } from './sharing.js';
import {
  type ElementData,
  type ElementType,
  type Inputs,
  type TensorSpec,
  type Value,
  mapInputs,
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
 * Tensors of other backends enter as constants. Constants, and what follows from constants alone,
 * can be read: the kernels of the backend that was set before compute them.
 */
export class TraceBackend extends KernelBackend {
  private readonly entries = new Map<DataId, Entry>();
  private readonly outside = new Map<DataId, Value>();
  private readonly calls: CallRecorder;

  /**
   * @param kernels of the backend that was set before.
   * @param constant makes the value of a constant.
   * @param shapesOf shapes of kernels without a rule.
   */
  constructor(
    kernels: KernelRunner,
    constant: (data: ElementData, spec: TensorSpec) => Value,
    shapesOf?: ShapesOf,
  ) {
    super();
    this.calls = new CallRecorder(kernels, constant, shapesOf);
  }

  /** Records a call of a kernel. */
  record(kernel: string, given: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo | TensorInfo[] {
    const [first] = Object.values<TensorInfo>(given as Inputs<TensorInfo>);
    if (first && isSharing(kernel)) return this.shared(first, sharedShape(kernel, first, attributes));
    const inputs = mapInputs(given as Inputs<TensorInfo>, (info) => this.valueOfTensor(info));
    const outputs = this.calls.outputsOf(kernel, inputs, attributes);
    const infos = outputs.map((value) => this.tensorOf(value));
    return MANY_OUTPUTS.has(kernel) || !infos[0] || infos.length > 1 ? infos : infos[0];
  }

  /** The value of a tensor, in the shape of the tensor. */
  valueOfTensor({ dataId, shape, dtype }: TensorInfo): Value {
    const value = this.entries.get(dataId)?.value ?? this.outsideValue(dataId, shape, dtype);
    return this.calls.inShape(value, shape);
  }

  /** A tensor of a value. */
  tensorOf(value: Value): TensorInfo {
    const dataId = {};
    this.entries.set(dataId, { value, references: 1 });
    return { dataId, shape: [...value.shape], dtype: value.type };
  }

  /** Data of a value that follows from constants alone. */
  dataOf(value: Value): ElementData {
    return this.calls.dataOf(value);
  }

  private shared(info: TensorInfo, shape: number[]): TensorInfo {
    const entry = this.entries.get(info.dataId);
    if (!entry) return { ...this.tensorOf(this.calls.inShape(this.valueOfTensor(info), shape)), shape };
    entry.references++;
    return { dataId: info.dataId, shape, dtype: info.dtype };
  }

  private outsideValue(dataId: DataId, shape: readonly number[], dtype: DataType): Value {
    let value = this.outside.get(dataId);
    if (!value) {
      const type = elementType(dtype);
      const data = typed(engine().readSync(dataId) as ElementData, type);
      this.outside.set(dataId, (value = this.calls.constant(data, { shape, type })));
    }
    return value;
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
    this.entries.set(dataId, { value: this.calls.constant(data, { shape: [...shape], type }), references });
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
    // The engine counts references at the current backend, also those of a tensor of another
    // backend.
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

/** Kernels that return a list of tensors, even of one. */
const MANY_OUTPUTS = new Set(['SplitV', 'Unpack']);

function elementType(dtype: DataType): ElementType {
  if (dtype === 'string' || dtype === 'complex64') throw unsupported(dtype);
  return dtype;
}
