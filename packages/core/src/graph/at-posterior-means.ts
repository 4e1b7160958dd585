import { itemAt } from '@helmholtz/base';
import { meanOf, noiseSuits } from '@helmholtz/distributions';
import { type Tensor, zeros } from '@tensorflow/tfjs-core';

import type { CodeNoise } from './code-noise.js';
import { latentTraits } from './latent-traits.js';
import { type ModelVariables, termSlots } from './model-terms.js';
import type { GraphPlan, Slot, Substitute } from './plan.js';
import { type NoiseVariable, slotsOf } from './variables.js';

/**
 * Returns a function that computes the slots of the terms with each latent at the mean of its
 * posterior. A latent without a posterior mean is at its value for noise of zero, or at a draw.
 */
export function atPosteriorMeans(
  model: ModelVariables & { readonly plan: GraphPlan; readonly noise: readonly NoiseVariable[] },
): (inputs: readonly Tensor[], drawn: CodeNoise) => Tensor[] {
  const { plan, latents } = model;
  const substitutes = new Map<Slot, Substitute>();
  for (const latent of latents) {
    const { value, divergence } = latent;
    if (value === undefined || !divergence || !latentTraits(latent)?.posteriorMean) continue;
    const { layer, posteriorParameters } = divergence;
    substitutes.set(value, {
      inputs: posteriorParameters,
      compute: (parameters) => meanOf(layer.posterior(parameters)),
    });
  }
  const [inputSlots, slots] = [slotsOf(model.inputs), termSlots(model)];
  const { missing } = plan.sources(inputSlots, slots, { substitutes });
  const noise = model.noise.filter(({ slot }) => missing.includes(slot));
  const compute = plan.prepare([...inputSlots, ...slotsOf(noise)], slots, { substitutes });
  return (inputs, drawn) => {
    const [rows] = itemAt(inputs, 0).shape as [number];
    const centre = (variable: NoiseVariable): Tensor =>
      noiseSuits(variable.source, 'zero') ? zeros([rows, ...variable.shape]) : drawn(variable, rows);
    return compute([...inputs, ...noise.map(centre)]);
  };
}
