import { rewrite } from '../graph/rewrite.js';
import { concat, reshape, split } from '../graph/operators/shape.js';
import { Operation, Value } from '../graph/value.js';
import { type Component, type StepState, componentsOf } from './state-components.js';

/** States that are held as one, one after another, flat; a state of its own is held as it is. */
export interface HeldState extends StepState {
  /** Which of the states they are, in order. */
  readonly members: readonly number[];
}

export interface PackedStep {
  readonly held: readonly HeldState[];
  readonly outputs: readonly Value[];
}

/**
 * Holds small states that are updated in the same way as one, and updates them at once.
 *
 * An optimizer does the same dozen elementwise operations for each bias and each small matrix. On so few numbers an
 * operation costs what calling it costs, so doing it once for all of them is as many times as fast. Each number goes
 * through the same operations as before.
 */
export function packState(states: readonly StepState[], outputs: readonly Value[]): PackedStep {
  const groups = groupsOf(componentsOf(states));
  const packed = groups.flatMap(fuse);
  const alone = new Set(states.keys());
  const unpacked = new Map<Value, Value>();
  for (const { members, before } of packed) {
    const parts = split(
      before,
      members.map((member) => states[member]!.before.size),
      0,
    );
    members.forEach((member, index) => {
      const old = states[member]!.before;
      unpacked.set(old, reshape(parts[index]!, old.shape));
      alone.delete(member);
    });
  }
  const held: HeldState[] = [
    ...[...alone].map((member) => ({ ...states[member]!, members: [member] })),
    ...packed,
  ];
  const results = rewrite(
    [...held.map(({ after }) => after), ...outputs],
    (leaf) => unpacked.get(leaf) ?? leaf,
  );
  return {
    held: held.map((state, index) => ({ ...state, after: results[index]! })),
    outputs: results.slice(held.length),
  };
}

/** Components that do the same, at least two of each kind. */
function groupsOf(components: readonly Component[]): Component[][] {
  const groups = new Map<string, Component[]>();
  for (const component of components) {
    const group = groups.get(component.signature);
    if (group) group.push(component);
    else groups.set(component.signature, [component]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** The updates of a group done at once, on states that are held as one. */
function fuse(group: readonly Component[]): HeldState[] {
  const [model] = group as readonly [Component, ...Component[]];
  const length = group.reduce((sum, { size }) => sum + size, 0);
  const before = model.states.map(() => Value.leaf(undefined, [length], 'float32'));
  const slots = model.slots.map((_, slot) =>
    concat(
      group.map(({ slots, size }) => reshape(slots[slot]!, [size])),
      0,
    ),
  );
  const computed: Value[] = [];
  for (const { operation, inputs } of model.steps) {
    const values = inputs.map((input) => {
      if (input.kind === 'scalar') return input.value;
      return { step: computed, slot: slots, state: before }[input.kind][input.index]!;
    });
    const { operator, attributes } = operation;
    const output = { shape: [length], type: 'float32' } as const;
    computed.push(new Operation(operator, values, attributes, [output], length).outputs[0]!);
  }
  return model.states.map((_, position) => ({
    members: group.map((component) => component.states[position]!),
    before: before[position]!,
    after: computed[model.afters[position]!]!,
  }));
}
