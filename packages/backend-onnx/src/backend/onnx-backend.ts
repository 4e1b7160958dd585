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

import { type LinearGraph, linearize } from '../graph/linearize.js';
import { reshape } from '../graph/operators/shape.js';
import { type TensorData, Value } from '../graph/value.js';
import { native } from '../onnx/native.js';
import { SessionCache } from '../onnx/session-cache.js';
import type { SessionOptions } from '../onnx/session.js';
import { CpuKernels } from './cpu-kernels.js';
import type { Kernel } from './kernel.js';
import { CompilePolicy } from './policy.js';
import { CallLog } from './recorded-call.js';
import { Statistics } from './statistics.js';
import { copyOf } from './typed-data.js';

/** What a tensor's id stands for: a value, recorded or known, or a tensor that only the cpu kernels understand. */
interface Entry {
  readonly dtype: DataType;
  references: number;
  readonly value?: Value;
  readonly cpu?: TensorInfo;
}

const SESSIONS = 256;
// Long enough that a training step is one graph, short enough to compile in well under a second.
const LONGEST_RECORDING = 4_096;
const LONG_RECORDING = 256;

/**
 * A backend of TensorFlow.js whose kernels do not compute but record. Reading a tensor runs all that was recorded and is
 * still wanted, in one native graph, compiled once for each shape that a program has.
 */
export class OnnxBackend extends KernelBackend {
  readonly policy = new CompilePolicy();
  readonly statistics = new Statistics();
  sessionOptions: SessionOptions = {};
  readonly sessions = new SessionCache(SESSIONS, () => this.sessionOptions);
  private readonly cpu = new CpuKernels();
  private readonly calls = new CallLog();
  private readonly data = new DataStorage<Entry>(this, engine());
  /** Values that are not computed yet and that someone can still read, with the number of tensors that do. */
  private readonly pending = new Map<Value, number>();
  private recorded = 0;
  private scope: number | undefined;

  constructor() {
    super();
    native();
  }

  /** Records a kernel, or runs it on the cpu kernels where it can't be recorded. */
  call(kernel: Kernel, inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo | TensorInfo[] {
    const values = this.valuesOf(inputs);
    if (values === undefined) return this.callCpu(kernel.name, inputs, attributes);
    this.runLongRecording();
    const lowered = kernel.lower(values, attributes);
    if (lowered === undefined) return this.callCpu(kernel.name, inputs, attributes);
    // A kernel that has nothing to do hands on its input, which has a call of its own.
    const given = new Set(Object.values(values));
    const made = [lowered].flat().map((output) => (given.has(output) ? undefined : output));
    this.calls.add({ kernelName: kernel.name, inputs: values, attributes, outputs: made });
    this.recorded++;
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
        this.settle(value!);
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

  /** Runs what is recorded and still wanted. */
  flush(): void {
    if (this.pending.size === 0) return;
    const outputs = [...this.pending.keys()];
    this.recorded = 0;
    const graph = linearize(outputs);
    if (!this.policy.runsNatively(graph, this.sessions.has(graph))) {
      this.calls.run(outputs, this.cpu);
      this.statistics.graphsOnCpu++;
    } else {
      this.runNatively(graph);
    }
    this.pending.clear();
  }

  private runNatively(graph: LinearGraph): void {
    const results = this.sessions.get(graph).run(graph.leaves.map((leaf) => this.known(leaf)));
    graph.outputs.forEach((output, index) => output.settle(results[index]!));
    this.statistics.graphsCompiled = this.sessions.compiled;
    this.statistics.graphsRun++;
  }

  private known(leaf: Value): TensorData {
    if (leaf.data) return leaf.data;
    throw new Error('A value that is not known yet was read: the data of a traced input depend on the run.');
  }

  /**
   * A program that never reads would record for ever. It is cut where an outermost tidy ends, so that each round of a
   * loop is cut at the same place and gives the same graphs; and anywhere once it is very long.
   */
  private runLongRecording(): void {
    const scope = engine().state.scopeStack[0]?.id;
    const entered = scope !== this.scope;
    this.scope = scope;
    if (this.recorded >= LONGEST_RECORDING || (entered && this.recorded >= LONG_RECORDING)) this.flush();
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
    if (!value.data && value.size === 0)
      value.settle(copyOf([], value.type as DataType));
    if (!value.data) this.pending.set(value, (this.pending.get(value) ?? 0) + 1);
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

  /** One tensor less that can read a value. */
  private unread(value: Value): void {
    const readers = this.pending.get(value);
    if (readers === undefined) return;
    if (readers > 1) this.pending.set(value, readers - 1);
    else this.pending.delete(value);
  }

  private settle(value: Value): void {
    if (value.data) return;
    if (!this.pending.has(value)) this.pending.set(value, 0);
    this.flush();
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
    this.settle(value!);
    return value!.data!.slice() as BackendValues;
  }

  override disposeData(dataId: DataId, force = false): boolean {
    if (!this.data.has(dataId)) return true;
    const entry = this.data.get(dataId);
    entry.references--;
    if (!force && entry.references > 0) return false;
    if (entry.value) this.unread(entry.value);
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
    this.flush();
    const start = performance.now();
    run();
    this.flush();
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
    this.sessions.clear();
  }
}

/** The inputs that are there: an optional one may be named without a tensor. */
function given(inputs: NamedTensorInfoMap): [string, TensorInfo][] {
  return Object.entries(inputs).filter((entry): entry is [string, TensorInfo] => entry[1] != null);
}
