import { itemAt } from '@helmholtz/base';
import type { LayerVariable, layers } from '@tensorflow/tfjs-layers';

import type { GraphPlan } from './plan.js';

/**
 * Returns a layer's variables by names that depend only on the layer: `kernel`, `bias`, and
 * `kernel_2` for a second kernel.
 */
export function namedWeights(layer: layers.Layer): Map<string, LayerVariable> {
  const weightsByName = new Map<string, LayerVariable>();
  for (const variable of layer.weights) {
    const base = itemAt(variable.originalName.split('/'), -1);
    let name = base;
    for (let count = 2; weightsByName.has(name); count++) name = `${base}_${count}`;
    weightsByName.set(name, variable);
  }
  return weightsByName;
}

/**
 * Returns the variables of a graph by stable names such as `generative/hidden_1/kernel`, in the
 * order of the graph.
 *
 * TensorFlow.js numbers its own names over all models of the process, so they can't be stored.
 */
export function graphWeights(plan: GraphPlan): Map<string, LayerVariable> {
  const visitedLayers = new Set<layers.Layer>();
  const weightsByName = new Map<string, LayerVariable>();
  for (const { id, layer } of plan.calls) {
    if (visitedLayers.has(layer)) continue;
    visitedLayers.add(layer);
    for (const [name, variable] of namedWeights(layer)) weightsByName.set(`${id}/${name}`, variable);
  }
  return weightsByName;
}
