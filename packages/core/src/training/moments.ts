import { type Optimizer, type Tensor, type Variable, tidy, zerosLike } from '@tensorflow/tfjs-core';

/** State of a TensorFlow.js optimizer for a weight. */
export interface Moment {
  readonly originalName: string;
  readonly variable: Variable;
}

/** Returns the names of weights and their gradients. */
export function gradientEntries(
  gradients: Parameters<Optimizer['applyGradients']>[0],
): (readonly [name: string, gradient: Tensor])[] {
  return Array.isArray(gradients)
    ? gradients.map(({ name, tensor }) => [name, tensor] as const)
    : Object.entries(gradients);
}

/** Returns the state of a weight, zeros before its first update. */
export function momentOf(moments: Moment[], index: number, value: Variable, originalName: string): Variable {
  moments[index] ??= { originalName, variable: tidy(() => zerosLike(value).variable(false)) };
  return moments[index].variable;
}
