import type { Coefficients, DataSize, ObjectiveTraits, Progress } from './objective.js';

type WithCoefficients = Pick<ObjectiveTraits, 'coefficients' | 'ofData'>;

/** Returns all coefficients of an evaluation: those of the step, and those of the data. */
export function allCoefficients(
  objective: WithCoefficients,
  progress: Progress | undefined,
  data: DataSize,
): Coefficients {
  return { ...objective.coefficients?.(progress), ...objective.ofData?.(data) };
}
