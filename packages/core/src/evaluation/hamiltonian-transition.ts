import { itemAt } from '@helmholtz/base';
import {
  type Tensor,
  add,
  addN,
  equal,
  exp,
  less,
  log,
  minimum,
  mul,
  reshape,
  square,
  sub,
  sum,
  valueAndGrads,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';

/** Log-density up to a constant of several variables, [rows]. */
export type LogDensity = (values: readonly Tensor[]) => Tensor;

/** Random numbers and the step size of a transition. */
export interface Transition {
  /** Standard normal numbers, one tensor of the shape of each variable. */
  readonly momenta: readonly Tensor[];
  /** Numbers from 0 to 1, [rows], which decide what is accepted. */
  readonly uniform: Tensor;
  /** Step size of each row, [rows]. */
  readonly stepSizes: Tensor;
  /** Number of leapfrog steps. */
  readonly steps: number;
}

export interface Moved {
  readonly values: readonly Tensor[];
  /** Probability with which each row's proposal is accepted, [rows]. */
  readonly acceptance: Tensor;
}

/**
 * Moves variables by one transition of Hamiltonian Monte Carlo (Neal 2011, section 5.3.2). The
 * density is invariant: a row moves to the end of its leapfrog steps with probability
 *
 *     min(1, exp(H(start) - H(end))),   H = -log density + |momentum|^2 / 2
 *
 * A proposal whose density is not finite is never accepted.
 *
 * @param values variables, [rows, ...shape] each.
 */
export function hamiltonianTransition(
  logDensity: LogDensity,
  values: readonly Tensor[],
  { momenta, uniform, stepSizes, steps }: Transition,
): Moved {
  const gradients = valueAndGrads((...at: Tensor[]) => sum(logDensity(at)));
  const push = (at: readonly Tensor[], momentum: readonly Tensor[], share: number): Tensor[] => {
    const { grads } = gradients([...at]);
    return momentum.map((each, index) =>
      add(each, mul(perRow(stepSizes, each, share), itemAt(grads, index))),
    );
  };
  let [position, momentum] = [values, push(values, momenta, 0.5)];
  for (let step = 1; step <= steps; step++) {
    position = position.map((each, index) => add(each, mul(perRow(stepSizes, each), momentum[index]!)));
    momentum = push(position, momentum, step === steps ? 0.5 : 1);
  }
  const gain = sub(
    sub(logDensity(position), kineticEnergy(momentum)),
    sub(logDensity(values), kineticEnergy(momenta)),
  );
  // Comparisons with NaN are false.
  const accepted = less(log(uniform), gain);
  return {
    values: values.map((each, index) =>
      where(reshape(accepted, columnOf(each)), itemAt(position, index), each),
    ),
    acceptance: where(equal(gain, gain), exp(minimum(gain, 0)), zerosLike(gain)),
  };
}

function kineticEnergy(momenta: readonly Tensor[]): Tensor {
  return mul(0.5, addN(momenta.map((each) => sum(reshape(square(each), [each.shape[0], -1]), 1))));
}

function perRow(stepSizes: Tensor, like: Tensor, share = 1): Tensor {
  return reshape(share === 1 ? stepSizes : mul(stepSizes, share), columnOf(like));
}

/** Shape of one number for each row that broadcasts against a tensor. */
function columnOf({ shape }: Tensor): number[] {
  return shape.map((length, axis) => (axis === 0 ? length : 1));
}
