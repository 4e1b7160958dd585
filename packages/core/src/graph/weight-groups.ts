import type { GraphPlan, Slot } from './plan.js';
import type { InputVariable, LatentVariable, ObservedVariable } from './variables.js';
import { namedWeights } from './weights.js';

/** Variables of a graph. */
interface GraphVariables {
  readonly plan: GraphPlan;
  readonly inputs: readonly InputVariable[];
  readonly latents: readonly LatentVariable[];
  readonly observed: readonly ObservedVariable[];
}

/**
 * Returns the stable names of the weights between latents or inputs and likelihoods or priors. They
 * include layers that both directions share.
 */
export function generativeWeights({ plan, inputs, latents, observed }: GraphVariables): ReadonlySet<string> {
  const fed: Slot[] = [
    ...inputs.map(({ slot }) => slot),
    ...latents.flatMap(({ value }) => (value === undefined ? [] : [value])),
  ];
  const fetched = [
    ...observed.map(({ parameters }) => parameters),
    ...latents.flatMap(({ divergence }) => divergence?.priorParameters ?? []),
  ];
  const layers = new Set(plan.callsTo(fed, fetched).map(({ layer }) => layer));
  return new Set(
    plan.calls
      .filter(({ layer }) => layers.has(layer))
      .flatMap(({ id, layer }) => [...namedWeights(layer).keys()].map((name) => `${id}/${name}`)),
  );
}
