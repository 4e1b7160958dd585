import { linearize } from '../graph/linearize.js';
import { negative } from '../graph/operators/elementwise.js';
import { scalarConstant } from '../graph/operators/operation.js';
import { expand } from '../graph/operators/shape.js';
import { Value } from '../graph/value.js';
import type { Traced, TracedVariable } from './traced.js';

/** Up to this many elements what a step captures becomes a part of its graph. */
const BAKED = 64;

/** What stands in for the leaves of a traced step. */
export interface Substitution {
  readonly leaf: (leaf: Value) => Value;
  /** Variables that the step reads: fed with what they hold at each run. */
  readonly read: readonly TracedVariable[];
  /** Larger tensors that the step uses and that never change: fed as they are. */
  readonly captured: readonly Value[];
  /** One scalar for each number that differs from step to step. */
  readonly numberInputs: readonly Value[];
}

/**
 * Sorts what a traced step met from outside: its inputs, draws and state stay, numbers that differ from step to step become
 * inputs, and everything else is constant.
 */
export function substitution(traced: Traced, numbers: readonly number[]): Substitution {
  const numberInputs = numbers.map(() => Value.leaf(undefined, [], 'float32'));
  const negated = numberInputs.map(negative);
  const own = new Set([
    ...traced.inputs,
    ...traced.draws.map(({ value }) => value),
    ...traced.state.map(({ before }) => before),
  ]);
  const outputs = [...traced.state.map(({ after }) => after), ...traced.outputs];
  const unchanged = new Map(traced.unchanged.map((entry) => [entry.before, entry]));
  const read: TracedVariable[] = [];
  const captured: Value[] = [];
  const replaced = new Map<Value, Value>();
  for (const value of linearize(outputs).leaves) {
    if (own.has(value)) continue;
    const variable = unchanged.get(value);
    if (variable) {
      read.push(variable);
      continue;
    }
    const position = numbers.findIndex((number) => isScalar(value, number));
    const opposite = numbers.findIndex((number) => isScalar(value, -number));
    if (position >= 0) replaced.set(value, numberInputs[position]!);
    else if (opposite >= 0) replaced.set(value, negated[opposite]!);
    else if (isUniform(value)) replaced.set(value, uniform(value));
    else if (value.size <= BAKED) replaced.set(value, Value.constant(value.data!, value.shape, value.type));
    else captured.push(value);
  }
  return { leaf: (leaf) => replaced.get(leaf) ?? leaf, read, captured, numberInputs };
}

/** Whether all elements are the same, as in the ones that gradients of sums are made from. */
function isUniform({ data, size, type }: Value): boolean {
  const elements = data as Float32Array;
  return type === 'float32' && size > 1 && elements.every((element) => Object.is(element, elements[0]));
}

function uniform({ data, shape }: Value): Value {
  return expand(scalarConstant(Number(data![0])), shape);
}

function isScalar({ shape, type, data }: Value, number: number): boolean {
  return shape.length === 0 && type === 'float32' && data![0] === Math.fround(number);
}
