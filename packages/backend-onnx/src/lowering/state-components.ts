import { itemAt, itemsOf } from '../graph/item-at.js';
import { Interned, type Operation, type Value } from '../graph/value.js';

/** State of a step: its value before and after an iteration. */
export interface StepState {
  readonly before: Value;
  readonly after: Value;
}

/** Number of elements above which the operation costs more than its call. */
const SMALL = 8_192;

const ELEMENTWISE = new Set(['Add', 'Sub', 'Mul', 'Div', 'Max', 'Min', 'Sqrt', 'Neg', 'Abs', 'Sign', 'Relu']);

/** Input of an operation in a component. */
export type ComponentInput =
  | { readonly kind: 'step' | 'slot' | 'state'; readonly index: number }
  | { readonly kind: 'scalar'; readonly value: Value };

/**
 * States of one shape whose updates share operations, such as a weight and its moments in an
 * optimizer.
 */
export interface Component {
  /** Indices of the states. */
  readonly states: readonly number[];
  /** Number of elements of each. */
  readonly size: number;
  /** Elementwise operations that update them, in order. */
  readonly steps: readonly { readonly operation: Operation; readonly inputs: readonly ComponentInput[] }[];
  /** Index of the step that computes each state's next value. */
  readonly afters: readonly number[];
  /** Values from outside of the component, such as the gradient. */
  readonly slots: readonly Value[];
  /** Equal for components with the same operations and scalars. */
  readonly signature: string;
}

/** Returns the components of small states with elementwise updates. */
export function componentsOf(states: readonly StepState[]): Component[] {
  const byOperation = new Map<Operation, Set<number>>();
  const members = new Map<number, Set<number>>();
  states.forEach(({ before, after }, position) => {
    if (before.type !== 'float32' || before.size < 2 || before.size > SMALL || !after.producer) return;
    if (!isElementwise(after.producer)) return;
    let component = new Set([position]);
    for (const operation of regionOf(after)) {
      const other = byOperation.get(operation);
      if (other && other !== component) component = merged(component, other, byOperation);
      byOperation.set(operation, component);
    }
    for (const member of component) members.set(member, component);
  });
  const scalars = new Map<Value, number>();
  return [...new Set(members.values())].map((component) =>
    describe(
      [...component].sort((a, b) => a - b),
      states,
      scalars,
    ),
  );
}

function merged(a: Set<number>, b: Set<number>, byOperation: Map<Operation, Set<number>>): Set<number> {
  for (const member of b) a.add(member);
  for (const [operation, component] of byOperation) if (component === b) byOperation.set(operation, a);
  return a;
}

/** Whether each output element depends on the elements at the same position and on scalars. */
function isElementwise({ operator, inputs, outputs }: Operation): boolean {
  const [output] = outputs as readonly [Value];
  const shape = output.shape.join();
  return (
    ELEMENTWISE.has(operator) &&
    output.type === 'float32' &&
    output.size > 1 &&
    itemsOf(inputs).every((input) => isScalar(input) || input.shape.join() === shape)
  );
}

const isScalar = ({ size, shape }: Value): boolean => size === 1 && shape.length <= 1;

/** Elementwise operations behind a value. */
function regionOf(after: Value): Set<Operation> {
  const region = new Set<Operation>();
  const stack = [after];
  for (let value = stack.pop(); value; value = stack.pop()) {
    const { producer } = value;
    if (!producer || region.has(producer) || !isElementwise(producer)) continue;
    region.add(producer);
    stack.push(...(producer.inputs as Value[]));
  }
  return region;
}

const operators = new Interned();

function describe(
  members: readonly number[],
  states: readonly StepState[],
  scalars: Map<Value, number>,
): Component {
  const steps: { operation: Operation; inputs: ComponentInput[] }[] = [];
  const numbers = new Map<Operation, number>();
  const slots: Value[] = [];
  const befores = members.map((member) => itemAt(states, member).before);
  const signature: string[] = [];

  const inputOf = (value: Value): ComponentInput => {
    if (value.producer && isElementwise(value.producer))
      return { kind: 'step', index: visit(value.producer) };
    if (isScalar(value)) return { kind: 'scalar', value };
    const state = befores.indexOf(value);
    if (state >= 0) return { kind: 'state', index: state };
    let slot = slots.indexOf(value);
    if (slot < 0) slot = slots.push(value) - 1;
    return { kind: 'slot', index: slot };
  };
  const visit = (operation: Operation): number => {
    const knownIndex = numbers.get(operation);
    if (knownIndex !== undefined) return knownIndex;
    const inputs = (operation.inputs as readonly Value[]).map(inputOf);
    const index = steps.push({ operation, inputs }) - 1;
    numbers.set(operation, index);
    const written = inputs.map((input) =>
      input.kind === 'scalar' ? `scalar ${numbered(input.value, scalars)}` : `${input.kind} ${input.index}`,
    );
    const kind = operators.idOf(`${operation.operator}${JSON.stringify(operation.attributes)}`);
    signature.push(`${kind}(${written.join()})`);
    return index;
  };

  const afters = members.map((member) => visit(itemAt(states, member).after.producer!));
  return {
    states: members,
    size: itemAt(befores, 0).size,
    steps,
    afters,
    slots,
    signature: `${signature.join(';')}>${afters.join()}`,
  };
}

function numbered(value: Value, numbers: Map<Value, number>): number {
  let number = numbers.get(value);
  if (number === undefined) numbers.set(value, (number = numbers.size));
  return number;
}
