import { itemAt } from '../graph/item-at.js';
import { rewrite } from '../graph/rewrite.js';
import { concat, reshape, split } from '../graph/operators/shape.js';
import { Operation, Value } from '../graph/value.js';
import { type Component, type StepState, componentsOf } from './state-components.js';

/** States stored together, flattened one after another. A single state is stored as it is. */
export interface HeldState extends StepState {
  /** Indices of these states, in order. */
  readonly members: readonly number[];
}

export interface PackedStep {
  readonly held: readonly HeldState[];
  readonly outputs: readonly Value[];
}

/**
 * Stores small states with the same update together, and updates them with the same operations.
 *
 * An optimizer runs a dozen elementwise operations for each bias and small matrix, and the cost of
 * a call dominates. Each number still goes through the same operations as before.
 */
export function packState(states: readonly StepState[], outputs: readonly Value[]): PackedStep {
  const groups = groupsOf(componentsOf(states));
  const packed = groups.flatMap(fuse);
  const alone = new Set(states.keys());
  const unpacked = new Map<Value, Value>();
  for (const { members, before } of packed) {
    const parts = split(
      before,
      members.map((member) => itemAt(states, member).before.size),
      0,
    );
    members.forEach((member, index) => {
      const old = itemAt(states, member).before;
      unpacked.set(old, reshape(itemAt(parts, index), old.shape));
      alone.delete(member);
    });
  }
  const heldStates: HeldState[] = [
    ...[...alone].map((member) => ({ ...itemAt(states, member), members: [member] })),
    ...packed,
  ];
  const results = rewrite(
    [...heldStates.map(({ after }) => after), ...outputs],
    (leaf) => unpacked.get(leaf) ?? leaf,
  );
  return {
    held: heldStates.map((state, index) => ({ ...state, after: itemAt(results, index) })),
    outputs: results.slice(heldStates.length),
  };
}

/** Components with the same operations, at least two of each kind. */
function groupsOf(components: readonly Component[]): Component[][] {
  const groups = new Map<string, Component[]>();
  for (const component of components) {
    const group = groups.get(component.signature);
    if (group) group.push(component);
    else groups.set(component.signature, [component]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

/** Updates of a group as one, on states that are stored together. */
function fuse(group: readonly Component[]): HeldState[] {
  const [model] = group as readonly [Component, ...Component[]];
  const length = group.reduce((sum, { size }) => sum + size, 0);
  const before = model.states.map(() => Value.leaf(undefined, [length], 'float32'));
  const slots = model.slots.map((_, slot) =>
    concat(
      group.map(({ slots, size }) => reshape(itemAt(slots, slot), [size])),
      0,
    ),
  );
  const computed: Value[] = [];
  for (const { operation, inputs } of model.steps) {
    const values = inputs.map((input) => {
      if (input.kind === 'scalar') return input.value;
      return itemAt({ step: computed, slot: slots, state: before }[input.kind], input.index);
    });
    const { operator, attributes } = operation;
    const output = { shape: [length], type: 'float32' } as const;
    computed.push(new Operation(operator, values, attributes, [output], length).outputs[0]);
  }
  return model.states.map((_, position) => ({
    members: group.map((component) => itemAt(component.states, position)),
    before: itemAt(before, position),
    after: itemAt(computed, itemAt(model.afters, position)),
  }));
}
