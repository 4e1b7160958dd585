import { entryOf, itemAt } from './item-at.js';
import { Interned, type Operation, type Value } from './value.js';

/** Graph in execution order, for a file or a fingerprint. */
export interface LinearGraph {
  /** Fed values, in the order of first use. */
  readonly leaves: readonly Value[];
  readonly operations: readonly Operation[];
  readonly outputs: readonly Value[];
  /** Equal for graphs that differ only in fed data. */
  readonly fingerprint: string;
  /** Sum of the operations' costs. */
  readonly cost: number;
}

const leafTypes = new Interned();
const literals = new Interned();

/** Returns the operations that the outputs depend on, each after its inputs. */
export function linearize(outputs: readonly Value[]): LinearGraph {
  const leaves: Value[] = [];
  const operations: Operation[] = [];
  const leafPositions = new Map<Value, number>();
  const positions = new Map<Operation, number>();
  const key: (number | string)[] = [];
  let cost = 0;

  const reference = (value: Value | undefined): string => {
    if (value === undefined) return '-';
    if (value.producer) return `${entryOf(positions, value.producer)}.${value.index}`;
    if (value.literal !== undefined) return `c${literals.idOf(value.literal)}`;
    let position = leafPositions.get(value);
    if (position === undefined) {
      leafPositions.set(value, (position = leaves.length));
      leaves.push(value);
      key.push(`l${leafTypes.idOf(`${value.type}${value.shape.join()}`)}`);
    }
    return `x${position}`;
  };

  // Depth first without recursion: a recording of a long training would exhaust the stack.
  const stack: { operation: Operation; next: number }[] = [];
  for (const output of outputs) {
    if (output.producer && !positions.has(output.producer))
      stack.push({ operation: output.producer, next: 0 });
    while (stack.length > 0) {
      const top = itemAt(stack, -1);
      const { operation } = top;
      if (positions.has(operation)) {
        stack.pop();
        continue;
      }
      if (top.next < operation.inputs.length) {
        const producer = operation.inputs[top.next++]?.producer;
        if (producer && !positions.has(producer)) stack.push({ operation: producer, next: 0 });
        continue;
      }
      const inputs = operation.inputs.map(reference);
      positions.set(operation, operations.length);
      operations.push(operation);
      key.push(operation.signature, inputs.join());
      cost += operation.cost;
      stack.pop();
    }
  }
  key.push('>', ...outputs.map(reference));
  return { leaves, operations, outputs, fingerprint: key.join(' '), cost };
}
