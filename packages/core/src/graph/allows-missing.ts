import type { GraphPlan, Slot } from './plan.js';
import type { InputVariable, ObservedVariable } from './variables.js';

/** Layer that replaces missing values before a network, or keeps each at its place. */
export interface FillingLayer {
  readonly fillsMissing?: boolean;
  readonly keepsMissing?: boolean;
}

/**
 * Returns whether values of an input may be missing, that is NaN: its likelihood leaves out their
 * terms, and a layer fills them in before every network.
 */
export function allowsMissing(
  { plan, observed }: { readonly plan: GraphPlan; readonly observed: readonly ObservedVariable[] },
  input: InputVariable,
): boolean {
  const likelihoods = observed.filter((variable) => variable.input === input);
  const uses = plan.calls.filter(({ inputs }) => inputs.includes(input.slot));
  if (likelihoods.length + uses.length === 0) return false;
  const masked = likelihoods.every(({ likelihood }) => likelihood.missing === true);
  return masked && fillsAll(plan, input.slot);
}

/** Whether every use of a slot fills in missing values, at once or after layers that keep them. */
function fillsAll(plan: GraphPlan, slot: Slot): boolean {
  return plan.calls
    .filter(({ inputs }) => inputs.includes(slot))
    .every(({ layer, outputs }) => {
      const { fillsMissing, keepsMissing } = layer as FillingLayer;
      if (fillsMissing) return true;
      return keepsMissing === true && outputs.every((output) => fillsAll(plan, output));
    });
}
