import type { GraphPlan } from './plan.js';
import type { InputVariable, ObservedVariable } from './variables.js';

/** Layer that replaces missing values before a network. */
interface FillingLayer {
  readonly fillsMissing?: boolean;
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
  return masked && uses.every(({ layer }) => (layer as FillingLayer).fillsMissing === true);
}
