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

const FEW = 4;

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

  /**
   * Parts that have no call in common: each is a graph of its own, so that a loop's body is the same graph whatever was
   * recorded beside it.
   */
  apart(outputs: readonly Value[]): Value[][] {
    const parts: Part[] = [];
    const partOf = new Map<RecordedCall, Part>();
    for (const output of outputs) {
      let own: Part = { outputs: [output], joined: undefined };
      parts.push(own);
      this.reach([output], (call) => {
        const other = partOf.get(call);
        if (other) own = join(own, other);
        else partOf.set(call, own);
        return other === undefined;
      });
    }
    return parts.filter(({ joined }) => joined === undefined).map((part) => part.outputs);
  }

  /** Whether a value is a call or two away from what is known, as an initializer's is. */
  takesFew(value: Value): boolean {
    let calls = 0;
    this.reach([value], () => ++calls <= FEW);
    return calls <= FEW;
  }

  private needed(outputs: readonly Value[]): RecordedCall[] {
    const found = new Set<RecordedCall>();
    this.reach(outputs, (call) => found.size < found.add(call).size);
    return [...found].sort((a, b) => a.number - b.number);
  }

  /** Goes back through the calls that values are made by, behind those alone for which `visit` is true. */
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
  /** The part that has taken this one in. */
  joined: Part | undefined;
}

/** The earlier part takes the later one in. */
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
