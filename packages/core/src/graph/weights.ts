import { itemAt } from '@helmholtz/base';
import type { LayerVariable, layers } from '@tensorflow/tfjs-layers';

import type { GraphPlan } from './plan.js';

/**
 * Returns a layer's variables by names that depend only on the layer: `kernel`, `bias`, and
 * `kernel_2` for a second kernel.
 */
export function namedWeights(layer: layers.Layer): Map<string, LayerVariable> {
  const named = new Map<string, LayerVariable>();
  for (const variable of layer.weights) {
    const base = itemAt(variable.originalName.split('/'), -1);
    let name = base;
    for (let count = 2; named.has(name); count++) name = `${base}_${count}`;
    named.set(name, variable);
  }
  return named;
}

/**
 * Returns the variables of a graph by stable names such as `generative/hidden_1/kernel`, in the
 * order of the graph.
 *
 * TensorFlow.js numbers its own names over all models of the process, so they can't be stored.
 */
export function graphWeights(plan: GraphPlan): Map<string, LayerVariable> {
  const seen = new Set<layers.Layer>();
  const named = new Map<string, LayerVariable>();
  for (const { id, layer } of plan.calls) {
    if (seen.has(layer)) continue;
    seen.add(layer);
    for (const [name, variable] of namedWeights(layer)) named.set(`${id}/${name}`, variable);
  }
  return named;
}
