import { type Optimizer, train } from '@tensorflow/tfjs-core';

import { Adadelta } from './adadelta.js';
import { CenteredRmsProp } from './centered-rmsprop.js';
import { validate } from '../spec/parse.js';
import { type OptimizerInput, type OptimizerSpec, optimizerSchema } from '../spec/schema.js';

/**
 * Returns the TensorFlow.js optimizer that a spec declares.
 *
 * @throws HelmholtzError (`usage`) for an unknown optimizer or option.
 *
 * @example
 * ```ts
 * import { createOptimizer } from '@helmholtz/core';
 *
 * console.log(createOptimizer({ name: 'adam', learningRate: 0.001, beta1: 0.5 }).getClassName());
 * // Adam
 * ```
 */
export function createOptimizer(declared: OptimizerInput): Optimizer {
  const spec: OptimizerSpec = validate(optimizerSchema, declared, 'the optimizer');
  const { learningRate } = spec;
  switch (spec.name) {
    case 'sgd':
      return train.sgd(learningRate);
    case 'momentum':
      return train.momentum(learningRate, spec.momentum, spec.nesterov);
    case 'adagrad':
      return train.adagrad(learningRate, spec.initialAccumulatorValue);
    case 'adadelta':
      return new Adadelta(learningRate, spec.rho);
    case 'adam':
      return train.adam(learningRate, spec.beta1, spec.beta2, spec.epsilon);
    case 'adamax':
      return train.adamax(learningRate, spec.beta1, spec.beta2, spec.epsilon);
    case 'rmsprop':
      return rmsprop(spec);
  }
}

function rmsprop({
  learningRate,
  decay,
  momentum,
  centered,
}: Extract<OptimizerSpec, { name: 'rmsprop' }>): Optimizer {
  if (!centered) return train.rmsprop(learningRate, decay, momentum);
  return new CenteredRmsProp(learningRate, decay, momentum, undefined, true);
}

/**
 * Every TensorFlow.js optimizer has this property. SGD caches it as a tensor too, and so has a
 * setter.
 */
interface Adjustable {
  learningRate: number;
  /** Number of finished updates; undefined before the first. */
  iterations_?: number;
  setLearningRate?(rate: number): void;
}

/** Returns the learning rate of the next step. */
export function learningRateOf(optimizer: Optimizer): number {
  return (optimizer as unknown as Adjustable).learningRate;
}

/** Sets the learning rate of the next step. */
export function setLearningRate(optimizer: Optimizer, learningRate: number): void {
  const adjustable = optimizer as unknown as Adjustable;
  if (learningRate === adjustable.learningRate) return;
  if (adjustable.setLearningRate) adjustable.setLearningRate(learningRate);
  else adjustable.learningRate = learningRate;
}

/**
 * Runs `trace`, which applies the optimizer once for tracing only. `rate` marks the learning rate
 * in the traced graph.
 */
export function tracingOptimizer<Result>(optimizer: Optimizer, rate: number, trace: () => Result): Result {
  const counted = optimizer as unknown as Adjustable;
  const { learningRate, iterations_ } = counted;
  setLearningRate(optimizer, rate);
  try {
    return trace();
  } finally {
    setLearningRate(optimizer, learningRate);
    if (iterations_ === undefined) delete counted.iterations_;
    else counted.iterations_ = iterations_;
  }
}

/** Counts updates that ran without the optimizer's own method. */
export function advanceOptimizer(optimizer: Optimizer, updates: number): void {
  const counted = optimizer as unknown as Adjustable;
  counted.iterations_ = optimizer.iterations + updates;
}
