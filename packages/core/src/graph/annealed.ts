import type { Tensor } from '@tensorflow/tfjs-core';

import type { GraphPlan } from './plan.js';
import { type AnnealedLayer, type ParameterLayer, type StepOfTraining, hasRole } from './roles.js';

/** Numbers of a graph that follow a schedule in training, such as temperatures. */
export class AnnealedNumbers {
  private readonly layers: readonly AnnealedLayer[];

  constructor({ calls }: Pick<GraphPlan, 'calls'>) {
    const layers = calls.flatMap(({ layer }) =>
      hasRole(layer, 'parameter') && isAnnealed(layer) ? [layer] : [],
    );
    this.layers = [...new Set(layers)];
  }

  /** Returns the numbers at a step of a training, by name. */
  at(step: StepOfTraining): Readonly<Record<string, number>> {
    return Object.fromEntries(this.layers.map((layer) => [layer.annealed, layer.at(step)]));
  }

  /** Writes the numbers of a step into the weights of the graph. Others are left alone. */
  write(numbers: Readonly<Record<string, Tensor | undefined>>): void {
    for (const layer of this.layers) {
      const value = numbers[layer.annealed];
      if (value) layer.anneal(value);
    }
  }
}

function isAnnealed(layer: ParameterLayer): layer is AnnealedLayer {
  return 'annealed' in layer;
}
