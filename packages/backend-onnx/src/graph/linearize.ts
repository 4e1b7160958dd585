import { Interned, type Operation, type Value } from './value.js';

/** A graph in the order in which it runs, as it goes into a file or a fingerprint. */
export interface LinearGraph {
  /** Values that are fed, in the order in which they are met. */
  readonly leaves: readonly Value[];
  readonly operations: readonly Operation[];
  readonly outputs: readonly Value[];
  /** Equal for graphs that are the same but for what is fed to them. */
  readonly fingerprint: string;
  /** The sum of the operations' costs. */
  readonly cost: number;
}

const leafTypes = new Interned();
const literals = new Interned();

/** Everything that the outputs depend on, each operation after those that it depends on. */
export function linearize(outputs: readonly Value[]): LinearGraph {
  const leaves: Value[] = [];
  const operations: Operation[] = [];
  const leafPositions = new Map<Value, number>();
  const positions = new Map<Operation, number>();
  const key: (number | string)[] = [];
  let cost = 0;

  const reference = (value: Value | undefined): string => {
    if (value === undefined) return '-';
    if (value.producer) return `${positions.get(value.producer)!}.${value.index}`;
    if (value.literal !== undefined) return `c${literals.of(value.literal)}`;
    let position = leafPositions.get(value);
    if (position === undefined) {
      leafPositions.set(value, (position = leaves.length));
      leaves.push(value);
      key.push(`l${leafTypes.of(`${value.type}${value.shape.join()}`)}`);
    }
    return `x${position}`;
  };

  // Depth first without recursion: a long training may be recorded before anything is read.
  const stack: { operation: Operation; next: number }[] = [];
  for (const output of outputs) {
    if (output.producer && !positions.has(output.producer))
      stack.push({ operation: output.producer, next: 0 });
    while (stack.length > 0) {
      const top = stack.at(-1)!;
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
