import type { NamedAttrMap } from '@tensorflow/tfjs-core';

import type { TensorData, Value } from '../graph/value.js';
import type { CpuKernels } from './cpu-kernels.js';
import { mapInputs } from './inputs.js';

/** A kernel as it was called, so that the cpu kernels can run it where compiling does not pay. */
export interface RecordedCall {
  /** Calls are numbered as they come, so each has a higher number than those that it depends on. */
  readonly number: number;
  readonly kernelName: string;
  readonly inputs: Readonly<Record<string, Value>>;
  readonly attributes: NamedAttrMap;
  /** Undefined where the kernel hands on an input. */
  readonly outputs: readonly (Value | undefined)[];
}

/** Which call made a value; forgotten with the value. */
export class CallLog {
  private readonly calls = new WeakMap<Value, RecordedCall>();
  private count = 0;

  add(call: Omit<RecordedCall, 'number'>): void {
    const numbered = { ...call, number: this.count++ };
    for (const output of call.outputs) if (output) this.calls.set(output, numbered);
  }

  /** Lets go of the calls behind values that are known: each would keep all that it was ever made from. */
  forget(values: readonly Value[]): void {
    for (const value of values) this.calls.delete(value);
  }

  /** Runs what `outputs` depend on by the cpu kernels, and settles them. */
  run(outputs: readonly Value[], cpu: CpuKernels): void {
    const known = new Map<Value, TensorData>();
    const dataOf = (value: Value): TensorData => value.data ?? known.get(value)!;
    for (const { kernelName, inputs, attributes, outputs: made } of this.needed(outputs)) {
      const lent = mapInputs(inputs, (value) => cpu.lend(dataOf(value), value.shape, value.type));
      const results = [cpu.run(kernelName, lent, attributes)].flat();
      results.forEach((result, index) => {
        const value = made[index];
        if (value) known.set(value, cpu.data(result));
      });
      cpu.dispose(...results, ...Object.values(lent));
    }
    for (const output of outputs) output.settle(dataOf(output));
  }

  private needed(outputs: readonly Value[]): RecordedCall[] {
    const found = new Set<RecordedCall>();
    const stack = [...outputs];
    for (let value = stack.pop(); value; value = stack.pop()) {
      if (value.data) continue;
      const call = this.calls.get(value);
      if (!call || found.has(call)) continue;
      found.add(call);
      stack.push(...Object.values(call.inputs));
    }
    return [...found].sort((a, b) => a.number - b.number);
  }
}
