import { type Tensor, expandDims, reshape, tensor, tile } from '@tensorflow/tfjs-core';

import { latentTraits } from './latent-traits.js';
import { type ModelVariables, termSlots } from './model-terms.js';
import type { GraphFunction, GraphPlan, Slot } from './plan.js';
import { stateValues } from './states.js';
import type { LatentVariable, NoiseVariable } from './variables.js';

interface EnumeratedLatent {
  readonly slot: Slot;
  readonly shape: readonly number[];
  /** Value in each joint state, [states, ...shape]. */
  readonly values: readonly number[];
}

/** Terms of a graph at every joint state of its discrete latents. */
export class EnumeratedLatents {
  /** Number of joint states. */
  readonly states: number;
  private readonly latents: readonly EnumeratedLatent[];
  /** Whether each noise is still needed: that of other latents. */
  private readonly needed: readonly boolean[];
  private readonly compute: GraphFunction;

  constructor(
    plan: GraphPlan,
    { inputs, latents, observed, noise }: ModelVariables & { readonly noise: readonly NoiseVariable[] },
  ) {
    const counted = latents.flatMap((latent) => {
      const count = latentTraits(latent)?.states;
      return count === undefined ? [] : [{ latent, count }];
    });
    this.states = counted.reduce((product, { count }) => product * count, 1);
    let before = 1;
    this.latents = counted.map(({ latent, count }) => {
      const stride = before;
      before *= count;
      return enumerated(latent, this.states, (state) => Math.floor(state / stride) % count);
    });
    const names = new Set(counted.map(({ latent }) => latent.name));
    this.needed = noise.map((variable) => !names.has(variable.latent));
    const noiseSlots = noise.filter((_, index) => this.needed[index]).map(({ slot }) => slot);
    const sampled = [...noiseSlots, ...this.latents.map(({ slot }) => slot)];
    this.compute = plan.prepare(
      [...inputs.map(({ slot }) => slot), ...sampled],
      termSlots({ latents, observed }),
      { sampled },
    );
  }

  /**
   * Returns the tensors of the terms, with the states as samples. All states share the noise of an
   * example.
   *
   * @param noise one tensor [batch, ...shape] per noise of the graph.
   */
  run(inputs: readonly Tensor[], noise: readonly Tensor[], training: boolean): Tensor[] {
    const { states } = this;
    const [batch = 1] = inputs[0]?.shape ?? [];
    const tiledNoise = noise
      .filter((_, index) => this.needed[index])
      .map((values) => tile(values, [states, ...values.shape.slice(1).map(() => 1)]));
    const fixed = this.latents.map(({ shape, values }) => {
      const stateRows = expandDims(tensor([...values], [states, ...shape]), 1);
      return reshape(tile(stateRows, [1, batch, ...shape.map(() => 1)]), [states * batch, ...shape]);
    });
    return this.compute([...inputs, ...tiledNoise, ...fixed], { training, samples: states });
  }
}

function enumerated(
  latent: LatentVariable,
  states: number,
  own: (state: number) => number,
): EnumeratedLatent {
  const { shape, value } = latent;
  const [family] = latentTraits(latent)?.families ?? [];
  if (value === undefined || family === undefined) {
    throw new Error('Only named latents with a posterior have states.');
  }
  const values = Array.from({ length: states }, (_, state) => stateValues(family, shape, own(state)));
  return { slot: value, shape, values: values.flat() };
}
