import type { ProgramVariable } from '@helmholtz/trace';

import { linearize } from '../graph/linearize.js';
import { scalarConstant } from '../graph/operators/operation.js';
import { expand } from '../graph/operators/shape.js';
import { Value } from '../graph/value.js';

/** Longest constant that becomes part of the graph. */
const BAKED = 64;

/** Replacements for the leaves of a step that are not its inputs. */
export interface Substitution {
  readonly leaf: (leaf: Value) => Value;
  /** Variables that the step reads and does not assign: each run supplies their data. */
  readonly read: readonly (ProgramVariable & { readonly leaf: Value })[];
  /** Longer constants: each run supplies them, and the graph stays small. */
  readonly captured: readonly Value[];
}

/**
 * Sorts the leaves that a step depends on: variables that it reads, constants to write into the
 * graph, and constants to supply at each run.
 *
 * @param own inputs, draws and state, which stay as they are.
 */
export function substitution(
  outputs: readonly Value[],
  own: ReadonlySet<Value>,
  unchanged: ReadonlyMap<Value, ProgramVariable>,
): Substitution {
  const read: (ProgramVariable & { leaf: Value })[] = [];
  const captured: Value[] = [];
  const replaced = new Map<Value, Value>();
  for (const leaf of linearize(outputs).leaves) {
    if (own.has(leaf)) continue;
    const variable = unchanged.get(leaf);
    const { data } = leaf;
    if (variable) read.push({ ...variable, leaf });
    else if (!data) throw new Error('A leaf of a step has no data and is no input.');
    else if (isUniform(leaf)) replaced.set(leaf, expand(scalarConstant(Number(data[0])), leaf.shape));
    else if (leaf.size <= BAKED) replaced.set(leaf, Value.constant(data, leaf.shape, leaf.type));
    else captured.push(leaf);
  }
  return { leaf: (leaf) => replaced.get(leaf) ?? leaf, read, captured };
}

/** Whether all elements are equal, such as the ones at the start of a sum's gradient. */
function isUniform({ data, size, type }: Value): boolean {
  const elements = data as Float32Array;
  return type === 'float32' && size > 1 && elements.every((element) => Object.is(element, elements[0]));
}
