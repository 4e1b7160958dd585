import { entryOf } from '../graph/item-at.js';
import type { NamedAttrMap } from '@tensorflow/tfjs-core';

import type { TensorData, Value } from '../graph/value.js';
import type { CpuKernels } from './cpu-kernels.js';
import { mapInputs } from './inputs.js';

/** Call of a kernel, kept so that the cpu kernels can run it if compiling does not pay. */
export interface RecordedCall {
  /** Increases from call to call, so each call depends only on lower numbers. */
  readonly number: number;
  readonly kernelName: string;
  readonly inputs: Readonly<Record<string, Value>>;
  readonly attributes: NamedAttrMap;
  /** Undefined for an output that is an input. */
  readonly outputs: readonly (Value | undefined)[];
}

const FEW = 4;

/** Calls by the value that they compute. Entries are garbage-collected with the value. */
export class CallLog {
  private readonly calls = new WeakMap<Value, RecordedCall>();
  private count = 0;

  add(call: Omit<RecordedCall, 'number'>): void {
    const numbered = { ...call, number: this.count++ };
    for (const output of call.outputs) if (output) this.calls.set(output, numbered);
  }

  /** Drops the calls of known values, which would keep all their inputs alive. */
  forget(values: readonly Value[]): void {
    for (const value of values) this.calls.delete(value);
  }

  /** Computes outputs with the cpu kernels. */
  run(outputs: readonly Value[], cpu: CpuKernels): void {
    const computed = new Map<Value, TensorData>();
    const dataOf = (value: Value): TensorData => value.data ?? entryOf(computed, value);
    for (const { kernelName, inputs, attributes, outputs: callOutputs } of this.needed(outputs)) {
      const lent = mapInputs(inputs, (value) => cpu.lend(dataOf(value), value.shape, value.type));
      const results = [cpu.run(kernelName, lent, attributes)].flat();
      results.forEach((result, index) => {
        const value = callOutputs[index];
        if (value) computed.set(value, cpu.data(result));
      });
      cpu.dispose(...results, ...Object.values(lent));
    }
    for (const output of outputs) output.settle(dataOf(output));
  }

  /**
   * Splits outputs into parts without a common call. Each becomes a graph. So the body of a loop
   * gives the same graph, independent of other recorded operations.
   */
  apart(outputs: readonly Value[]): Value[][] {
    const parts: Part[] = [];
    const partOf = new Map<RecordedCall, Part>();
    for (const output of outputs) {
      let part: Part = { outputs: [output], joined: undefined };
      parts.push(part);
      this.reach([output], (call) => {
        const other = partOf.get(call);
        if (other) part = join(part, other);
        else partOf.set(call, part);
        return other === undefined;
      });
    }
    return parts.filter(({ joined }) => joined === undefined).map((part) => part.outputs);
  }

  /** Whether at most two calls separate a value from known data, as for an initializer. */
  takesFew(value: Value): boolean {
    let calls = 0;
    this.reach([value], () => ++calls <= FEW);
    return calls <= FEW;
  }

  private needed(outputs: readonly Value[]): RecordedCall[] {
    const calls = new Set<RecordedCall>();
    this.reach(outputs, (call) => calls.size < calls.add(call).size);
    return [...calls].sort((a, b) => a.number - b.number);
  }

  /** Visits the calls behind values. Continues behind a call only if `visit` returns true. */
  private reach(values: readonly Value[], visit: (call: RecordedCall) => boolean): void {
    const stack = [...values];
    for (let value = stack.pop(); value; value = stack.pop()) {
      const call = value.data ? undefined : this.calls.get(value);
      if (call && visit(call)) stack.push(...Object.values(call.inputs));
    }
  }
}

/** Outputs that are computed together. */
interface Part {
  outputs: Value[];
  /** Part that this one was merged into. */
  joined: Part | undefined;
}

/** Merges the later part into the earlier one. */
function join(later: Part, earlier: Part): Part {
  const [a, b] = [root(later), root(earlier)];
  if (a === b) return a;
  b.outputs.push(...a.outputs);
  a.joined = b;
  return b;
}

function root(part: Part): Part {
  while (part.joined) part = part.joined;
  return part;
}
