import { itemAt } from '@helmholtz/base';
import { type LatentVariableModel, type Objective, elbo, phasesOf, viewOfTerms } from '@helmholtz/core';
import { tensor, tidy } from '@tensorflow/tfjs-core';

/**
 * Metrics of an objective, by default the ELBO, for one example and the noise of each latent.
 */
export function metricsOf(
  model: LatentVariableModel,
  inputs: Readonly<Record<string, readonly number[]>>,
  noise: Readonly<Record<string, readonly number[]>>,
  objective: Objective = elbo(),
): Record<string, number> {
  return tidy(() => {
    const terms = model.terms(
      model.inputs.map(({ name, shape }) => tensor([...inputs[name]!], [1, ...shape])),
      model.noise.map(({ name, shape }) => tensor([...noise[name]!], [1, ...shape])),
    );
    const { metrics } = itemAt(phasesOf(objective), 0).evaluate(viewOfTerms(terms), {
      training: false,
      coefficients: {},
    });
    return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, value.dataSync()[0]!]));
  });
}
