import {
  type BackendValues,
  type DataId,
  type DataType,
  DataStorage,
  KernelBackend,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  type TensorInfo,
  engine,
} from '@tensorflow/tfjs-core';

import { reshape } from '../graph/operators/shape.js';
import { type TensorData, Value } from '../graph/value.js';
import { native } from '../onnx/native.js';
import { CpuKernels } from './cpu-kernels.js';
import { Executor } from './executor.js';
import type { Kernel } from './kernel.js';
import { CallLog } from './recorded-call.js';
import { Recording } from './recording.js';
import { Statistics } from './statistics.js';
import { copyOf } from './typed-data.js';

/** What a tensor's id stands for: a value, recorded or known, or a tensor that only the cpu kernels understand. */
interface Entry {
  readonly dtype: DataType;
  references: number;
  value?: Value;
  readonly cpu?: TensorInfo;
}

/**
 * A backend of TensorFlow.js whose kernels do not compute but record. Reading a tensor runs all that was recorded and is
 * still wanted, in one native graph, compiled once for each shape that a program has.
 */
export class OnnxBackend extends KernelBackend {
  readonly statistics = new Statistics();
  private readonly cpu = new CpuKernels();
  private readonly calls = new CallLog();
  readonly executor = new Executor(this.calls, this.cpu, this.statistics);
  private readonly data = new DataStorage<Entry>(this, engine());
  private recording = new Recording((outputs) => this.executor.run(outputs));

  constructor() {
    super();
    native();
  }

  /** Records a kernel, or runs it on the cpu kernels where it can't be recorded. */
  call(kernel: Kernel, inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo | TensorInfo[] {
    const values = this.valuesOf(inputs);
    if (values === undefined) return this.callCpu(kernel.name, inputs, attributes);
    this.recording.grow();
    const lowered = kernel.lower(values, attributes);
    if (lowered === undefined) return this.callCpu(kernel.name, inputs, attributes);
    // A kernel that has nothing to do hands on its input, which has a call of its own.
    const given = new Set(Object.values(values));
    const made = [lowered].flat().map((output) => (given.has(output) ? undefined : output));
    this.calls.add({ kernelName: kernel.name, inputs: values, attributes, outputs: made });
    return lowered instanceof Value ? this.track(lowered) : lowered.map((output) => this.track(output));
  }

  /** Runs a kernel on the cpu kernels, at once. */
  callCpu(
    kernelName: string,
    inputs: NamedTensorInfoMap,
    attributes: NamedAttrMap,
  ): TensorInfo | TensorInfo[] {
    const lent: TensorInfo[] = [];
    const cpuInputs: NamedTensorInfoMap = {};
    for (const [name, info] of given(inputs)) {
      const { value, cpu } = this.data.get(info.dataId);
      if (cpu) {
        cpuInputs[name] = { ...cpu, shape: info.shape };
      } else {
        this.recording.settle(value!, `goes into the kernel ${kernelName}, which has no native form for it,`);
        const tensor = this.cpu.lend(value!.data!, info.shape, value!.type);
        cpuInputs[name] = tensor;
        lent.push(tensor);
      }
    }
    const outputs = this.cpu.run(kernelName, cpuInputs, attributes);
    this.statistics.ranOnCpu(kernelName);
    const adopted = Array.isArray(outputs)
      ? outputs.map((output) => this.adopt(output))
      : this.adopt(outputs);
    this.cpu.dispose(...lent);
    return adopted;
  }

  /** Undefined where a kernel can't be recorded: complex numbers, strings, or no elements at all. */
  private valuesOf(inputs: NamedTensorInfoMap): Record<string, Value> | undefined {
    const values: Record<string, Value> = {};
    for (const [name, info] of given(inputs)) {
      const { value } = this.data.get(info.dataId);
      if (value === undefined || value.size === 0) return undefined;
      values[name] = this.inShape(value, info.shape);
    }
    return values;
  }

  /** Reshaped tensors share their data: their values are made when a kernel takes them. */
  private inShape(value: Value, shape: readonly number[]): Value {
    if (shape.length === value.shape.length && shape.every((length, axis) => length === value.shape[axis]))
      return value;
    if (value.data) return Value.leaf(value.data, shape, value.type);
    const reshaped = reshape(value, shape);
    this.calls.add({
      kernelName: 'Reshape',
      inputs: { x: value },
      attributes: { shape: [...shape] },
      outputs: [reshaped],
    });
    return reshaped;
  }

  private track(value: Value): TensorInfo {
    if (!value.data && value.size === 0) value.settle(copyOf([], value.type as DataType));
    this.recording.want(value);
    const dtype = value.type as DataType;
    return this.enter({ value, dtype, references: 1 }, value.shape);
  }

  private adopt(info: TensorInfo): TensorInfo {
    if (info.dtype === 'string' || info.dtype === 'complex64') {
      return this.enter({ cpu: info, dtype: info.dtype, references: 1 }, info.shape);
    }
    const data = copyOf(this.cpu.data(info) as BackendValues, info.dtype);
    this.cpu.dispose(info);
    return this.enter(
      { value: Value.leaf(data, info.shape, info.dtype), dtype: info.dtype, references: 1 },
      info.shape,
    );
  }

  private enter(entry: Entry, shape: readonly number[]): TensorInfo {
    const dataId = {};
    this.data.set(dataId, entry);
    return { dataId, shape: [...shape], dtype: entry.dtype };
  }

  /**
   * Records what follows apart from everything else, until the function that is returned is called.
   *
   * @param checkRead is asked before a value is computed, and throws where it must not be.
   */
  startTracing(checkRead: (value: Value, purpose: string) => void): () => void {
    const outside = this.recording;
    outside.flush();
    this.recording = new Recording((outputs) => this.executor.run(outputs), checkRead);
    return () => {
      this.recording = outside;
    };
  }

  /** The value of a tensor, in the tensor's shape. */
  contentOf({ dataId, shape }: TensorInfo): Value {
    const { value } = this.data.get(dataId);
    if (value) return this.inShape(value, shape);
    throw new Error('Complex numbers and strings are not part of a compiled graph.');
  }

  /** A tensor of a value. */
  tensorOf(value: Value): TensorInfo {
    return this.enter({ value, dtype: value.type as DataType, references: 1 }, value.shape);
  }

  /** The data of a tensor of numbers, computed where need be: not a copy, and not to be changed. */
  dataOf({ dataId }: TensorInfo): TensorData {
    const { value } = this.data.get(dataId);
    this.recording.settle(value!);
    return value!.data!;
  }

  /** The value of a tensor, computed, as one that no other tensor has. */
  copyValue({ dataId, shape }: TensorInfo): Value {
    const { value } = this.data.get(dataId);
    this.recording.settle(value!);
    return Value.leaf(value!.data, [...shape], value!.type);
  }

  replaceValue({ dataId }: TensorInfo, value: Value): void {
    this.data.get(dataId).value = value;
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
    if (dtype === 'complex64') {
      throw new Error('Complex numbers are made of two tensors: tf.complex(real, imag).');
    }
    if (dtype === 'string') {
      const cpu = { dataId: this.cpu.backend.write(values, shape, dtype), shape, dtype };
      this.data.set(dataId, { cpu, dtype, references });
      return;
    }
    const value = Value.leaf(copyOf(values, dtype), [...shape], dtype);
    this.data.set(dataId, { value, dtype, references });
  }

  override async read(dataId: DataId): Promise<BackendValues> {
    return this.readSync(dataId);
  }

  override readSync(dataId: DataId): BackendValues {
    const { value, cpu } = this.data.get(dataId);
    if (cpu) return this.cpu.backend.readSync(cpu.dataId);
    this.recording.settle(value!);
    return value!.data!.slice() as BackendValues;
  }

  override disposeData(dataId: DataId, force = false): boolean {
    if (!this.data.has(dataId)) return true;
    const entry = this.data.get(dataId);
    entry.references--;
    if (!force && entry.references > 0) return false;
    if (entry.value) this.recording.unwant(entry.value);
    if (entry.cpu) this.cpu.dispose(entry.cpu);
    this.data.delete(dataId);
    return true;
  }

  override refCount(dataId: DataId): number {
    return this.data.has(dataId) ? this.data.get(dataId).references : 0;
  }

  override incRef(dataId: DataId): void {
    this.data.get(dataId).references++;
  }

  decRef(dataId: DataId): void {
    if (this.data.has(dataId)) this.data.get(dataId).references--;
  }

  override numDataIds(): number {
    return this.data.numDataIds();
  }

  override async time(run: () => void): Promise<{ kernelMs: number }> {
    this.recording.flush();
    const start = performance.now();
    run();
    this.recording.flush();
    return { kernelMs: performance.now() - start };
  }

  override memory(): { unreliable: boolean; reasons: string[] } {
    return {
      unreliable: true,
      reasons: [
        'What was recorded and not yet read takes no memory; compiled graphs take some that is not counted.',
      ],
    };
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override dispose(): void {
    this.executor.sessions.clear();
  }
}

/** The inputs that are there: an optional one may be named without a tensor. */
function given(inputs: NamedTensorInfoMap): [string, TensorInfo][] {
  return Object.entries(inputs).filter((entry): entry is [string, TensorInfo] => entry[1] != null);
}
