import { type Optimizer, train } from '@tensorflow/tfjs-core';

import { validate } from '../spec/parse.js';
import { type OptimizerInput, type OptimizerSpec, optimizerSchema } from '../spec/schema.js';

/**
 * The TensorFlow.js optimizer that a spec declares: `createOptimizer({ name: 'adam', learningRate: 0.001 })`.
 *
 * @throws HelmholtzError (`usage`) for an unknown optimizer or option.
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
      return train.adadelta(learningRate, spec.rho);
    case 'adam':
      return train.adam(learningRate, spec.beta1, spec.beta2, spec.epsilon);
    case 'adamax':
      return train.adamax(learningRate, spec.beta1, spec.beta2, spec.epsilon);
    case 'rmsprop':
      return train.rmsprop(learningRate, spec.decay, spec.momentum, undefined, spec.centered);
  }
}

/** Sets the rate that the next step uses. Every TensorFlow.js optimizer keeps it in `learningRate`. */
export function setLearningRate(optimizer: Optimizer, learningRate: number): void {
  const adjustable = optimizer as unknown as {
    learningRate: number;
    setLearningRate?: (rate: number) => void;
  };
  // SGD caches its rate as a tensor, and so has a setter; the others read the property at each step.
  if (adjustable.setLearningRate) adjustable.setLearningRate(learningRate);
  else adjustable.learningRate = learningRate;
}
