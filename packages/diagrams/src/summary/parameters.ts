import type { NodeDescription } from '@helmholtz/core/description';

export interface ParameterCount {
  readonly trainable: number;
  readonly nonTrainable: number;
}

/**
 * Counts the parameters of layers, including nested models. A layer that is called twice counts
 * once.
 */
export function countParameters(nodes: readonly NodeDescription[]): ParameterCount {
  const countedLayers = new Set<string>();
  let trainable = 0;
  let nonTrainable = 0;
  for (const { layer, weights, inner } of nodes) {
    if (countedLayers.has(layer)) continue;
    countedLayers.add(layer);
    for (const weight of weights) {
      const size = weight.shape.reduce((product, length) => product * length, 1);
      if (weight.trainable) trainable += size;
      else nonTrainable += size;
    }
    if (inner) {
      const inside = countParameters(inner.nodes);
      trainable += inside.trainable;
      nonTrainable += inside.nonTrainable;
    }
  }
  return { trainable, nonTrainable };
}
