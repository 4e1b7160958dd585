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

import { type TensorData, Value } from '../graph/value.js';
import { native } from '../session/native.js';
import { CpuKernels } from './cpu-kernels.js';
import { Executor } from './executor.js';
import { type Inputs, mapInputs } from './inputs.js';
import type { Kernel } from '../kernels/kernel.js';
import { CallLog } from './recorded-call.js';
import { Recording } from './recording.js';
import { Statistics } from './statistics.js';
import { TensorStore } from './tensor-store.js';
import { copyOf, repeatedNumber } from './typed-data.js';

/**
 * TensorFlow.js backend whose kernels record and compute nothing. Reading a tensor runs all
 * recorded operations that can still be read, as one native graph. Each graph is compiled once.
 */
export class OnnxBackend extends KernelBackend {
  readonly statistics = new Statistics();
  private readonly cpu = new CpuKernels();
  private readonly calls = new CallLog();
  readonly executor = new Executor(this.calls, this.cpu, this.statistics);
  readonly store = new TensorStore(this, engine(), this.calls);
  private readonly recording = new Recording((outputs) => this.executor.run(outputs));

  constructor() {
    super();
    native();
  }

  /** Records a kernel, or runs it on the cpu kernels if it can't be recorded. */
  call(kernel: Kernel, inputs: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo | TensorInfo[] {
    const values = this.valuesOf(inputs);
    if (values === undefined) return this.callCpu(kernel.name, inputs, attributes);
    this.recording.grow();
    const lowered = kernel.lower(values, attributes);
    if (lowered === undefined) {
      this.statistics.hadNoNativeForm(kernel.name);
      return this.callCpu(kernel.name, inputs, attributes);
    }
    // A kernel without work returns its input, which has its own call.
    const inputValues = new Set(Object.values(values));
    const computed = [lowered].flat().map((output) => (inputValues.has(output) ? undefined : output));
    this.calls.add({ kernelName: kernel.name, inputs: values, attributes, outputs: computed });
    return lowered instanceof Value ? this.track(lowered) : lowered.map((output) => this.track(output));
  }

  /** Runs a kernel on the cpu kernels immediately. */
  callCpu(
    kernelName: string,
    inputs: NamedTensorInfoMap,
    attributes: NamedAttrMap,
  ): TensorInfo | TensorInfo[] {
    const lent: TensorInfo[] = [];
    const lend = (info: TensorInfo): TensorInfo => {
      const { value, cpu } = this.store.get(info.dataId);
      if (cpu) return { ...cpu, shape: info.shape };
      const settled = this.settled(value);
      const tensor = this.cpu.lend(settled.knownData, info.shape, settled.type);
      lent.push(tensor);
      return tensor;
    };
    // An input of the kernels for ragged tensors is a list.
    const cpuInputs = mapInputs(inputs as Inputs<TensorInfo | TensorInfo[]>, (input) =>
      Array.isArray(input) ? input.map(lend) : lend(input),
    );
    const outputs = this.cpu.run(kernelName, cpuInputs as NamedTensorInfoMap, attributes);
    this.statistics.ranOnCpu(kernelName);
    const adopted = Array.isArray(outputs)
      ? outputs.map((output) => this.adopt(output))
      : this.adopt(outputs);
    this.cpu.dispose(...lent);
    return adopted;
  }

  /** Undefined if a kernel can't be recorded: for complex numbers, strings, or no elements. */
  private valuesOf(inputs: NamedTensorInfoMap): Record<string, Value> | undefined {
    const values = mapInputs(inputs as Inputs<TensorInfo>, (info) => this.store.contentOf(info));
    const recordable = Object.values(values).every((value) => value && value.size > 0);
    return recordable ? (values as Record<string, Value>) : undefined;
  }

  private track(value: Value): TensorInfo {
    if (!value.data && value.size === 0) value.settle(copyOf([], value.type as DataType));
    this.recording.want(value);
    return this.store.tensorOf(value);
  }

  private adopt(info: TensorInfo): TensorInfo {
    if (info.dtype === 'string' || info.dtype === 'complex64') {
      return this.store.enter({ cpu: info, dtype: info.dtype, references: 1 }, info.shape);
    }
    const data = copyOf(this.cpu.data(info) as BackendValues, info.dtype);
    this.cpu.dispose(info);
    return this.store.tensorOf(Value.leaf(data, info.shape, info.dtype));
  }

  /** Computes the data of all recorded variables. */
  computeVariables(): void {
    for (const variable of Object.values(engine().registeredVariables)) {
      const { value } = this.store.get(variable.dataId);
      if (value) this.recording.settle(value);
    }
  }

  /**
   * Returns the data of a tensor of numbers, computed if necessary. They are not a copy and must
   * not be changed.
   */
  dataOf({ dataId }: TensorInfo): TensorData {
    return this.settled(this.store.get(dataId).value).knownData;
  }

  /** Computes a value if necessary. */
  private settled(value: Value | undefined): Value {
    if (!value)
      throw new Error('Internal error: a tensor of complex numbers or strings has no recorded value.');
    this.recording.settle(value);
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
    if (dtype === 'complex64') {
      throw new Error('Complex tensors cannot be made from an array. Use tf.complex(real, imag).');
    }
    if (dtype === 'string') {
      const cpu = { dataId: this.cpu.backend.write(values, shape, dtype), shape, dtype };
      this.store.set(dataId, { cpu, dtype, references });
      return;
    }
    const value = Value.leaf(copyOf(values, dtype), [...shape], dtype);
    this.store.set(dataId, { value, dtype, references });
  }

  override async read(dataId: DataId): Promise<BackendValues> {
    return this.readSync(dataId);
  }

  override readSync(dataId: DataId): BackendValues {
    const { value, cpu } = this.store.get(dataId);
    if (cpu) return this.cpu.backend.readSync(cpu.dataId);
    return this.settled(value).knownData.slice() as BackendValues;
  }

  override disposeData(dataId: DataId, force = false): boolean {
    if (!this.store.has(dataId)) return true;
    const entry = this.store.get(dataId);
    entry.references--;
    if (!force && entry.references > 0) return false;
    if (entry.value) this.recording.unwant(entry.value);
    if (entry.cpu) this.cpu.dispose(entry.cpu);
    this.store.delete(dataId);
    return true;
  }

  override refCount(dataId: DataId): number {
    return this.store.has(dataId) ? this.store.get(dataId).references : 0;
  }

  /** The engine calls this when a variable is created or assigned. */
  override incRef(dataId: DataId): void {
    const { value } = this.store.share(dataId);
    if (!value || value.data) return;
    // Initial values of weights and optimizers are computed now, so that the first step gives the
    // same graph as later ones.
    const start = repeatedNumber(value);
    if (start) {
      value.settle(start);
      this.calls.forget([value]);
    } else if (this.calls.takesFew(value)) {
      this.executor.run([value]);
    }
  }

  decRef(dataId: DataId): void {
    if (this.store.has(dataId)) this.store.get(dataId).references--;
  }

  override numDataIds(): number {
    return this.store.numDataIds();
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
        'Recorded kernels take no memory until they are read. The memory of compiled graphs is not counted.',
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
