import {
  type Scalar,
  type Variable,
  mul,
  square,
  sum,
  tensor1d,
  tidy,
  variable,
} from '@tensorflow/tfjs-core';
import test from 'ava';

import { type OptimizerSpec, specSchema } from '../spec/schema.js';
import '@helmholtz/testing/cpu-backend';
import { createOptimizer, setLearningRate } from './optimizers.js';

/** An optimizer with the defaults of a spec. */
function declared(optimizer: object): OptimizerSpec {
  return specSchema.parse({
    recipe: 'vae',
    observed: { shape: [1] },
    latents: [{ name: 'z', size: 1 }],
    networks: { recognition: [], generative: [] },
    optimizer,
  }).optimizer;
}

/** The default epsilon that TensorFlow.js adds under a root. */
const BACKEND_EPSILON = 1e-7;

const start = [1, -2, 3];
const slopes = [4, 1, 0.5];

/** sum of slopes * x^2 / 2, whose gradient is slopes * x. */
const loss = (x: Variable) => (): Scalar => sum(mul(tensor1d(slopes), mul(square(x), 0.5)));

/** The positions after each step, taken at the rates given for them. */
function positions(optimizer: OptimizerSpec, rates: readonly number[]): number[][] {
  const x = variable(tensor1d(start));
  const created = createOptimizer(optimizer);
  const visited = rates.map((rate) => {
    if (rate !== optimizer.learningRate) setLearningRate(created, rate);
    tidy(() => void created.minimize(loss(x), false, [x]));
    return Array.from(x.dataSync());
  });
  created.dispose();
  x.dispose();
  return visited;
}

/** A handwritten update of one element, for a sequence of gradients and rates. */
type Rule = () => (gradient: number, rate: number) => number;

function expected(rule: Rule, rates: readonly number[]): number[][] {
  const updates = start.map(rule);
  let x = start;
  return rates.map((rate) => {
    x = x.map((value, index) => value + updates[index]!(slopes[index]! * value, rate));
    return x;
  });
}

const sgd: Rule = () => (gradient, rate) => -rate * gradient;

/** The velocity is free of the rate, so that a rate takes effect at once. */
function momentum(decay: number, nesterov: boolean): Rule {
  return () => {
    let velocity = 0;
    return (gradient, rate) => {
      velocity = decay * velocity + gradient;
      return -rate * (nesterov ? gradient + decay * velocity : velocity);
    };
  };
}

function adagrad(initial: number): Rule {
  return () => {
    let squares = initial;
    return (gradient, rate) => {
      squares += gradient ** 2;
      return (-rate * gradient) / Math.sqrt(squares + BACKEND_EPSILON);
    };
  };
}

/** Zeiler 2012, algorithm 1. */
function adadelta(rho: number): Rule {
  return () => {
    let [squares, updates] = [0, 0];
    return (gradient, rate) => {
      squares = rho * squares + (1 - rho) * gradient ** 2;
      const update = Math.sqrt((updates + BACKEND_EPSILON) / (squares + BACKEND_EPSILON)) * gradient;
      updates = rho * updates + (1 - rho) * update ** 2;
      return -rate * update;
    };
  };
}

/** Kingma and Ba 2015, algorithm 1. */
function adam(beta1: number, beta2: number, epsilon: number): Rule {
  return () => {
    let [first, second, steps] = [0, 0, 0];
    return (gradient, rate) => {
      steps++;
      first = beta1 * first + (1 - beta1) * gradient;
      second = beta2 * second + (1 - beta2) * gradient ** 2;
      const corrected = first / (1 - beta1 ** steps);
      return (-rate * corrected) / (Math.sqrt(second / (1 - beta2 ** steps)) + epsilon);
    };
  };
}

/** Kingma and Ba 2015, algorithm 2. */
function adamax(beta1: number, beta2: number): Rule {
  return () => {
    let [first, norm, steps] = [0, 0, 0];
    return (gradient, rate) => {
      steps++;
      first = beta1 * first + (1 - beta1) * gradient;
      norm = Math.max(beta2 * norm, Math.abs(gradient));
      return (-rate / (1 - beta1 ** steps)) * (first / norm);
    };
  };
}

function rmsprop(decay: number, inertia: number, centered: boolean): Rule {
  return () => {
    let [squares, average, velocity] = [0, 0, 0];
    return (gradient, rate) => {
      squares = decay * squares + (1 - decay) * gradient ** 2;
      average = decay * average + (1 - decay) * gradient;
      const spread = centered ? squares - average ** 2 : squares;
      velocity = inertia * velocity + (rate * gradient) / Math.sqrt(spread + BACKEND_EPSILON);
      return -velocity;
    };
  };
}

const rules: [OptimizerSpec, Rule][] = [
  [declared({ name: 'sgd', learningRate: 0.1 }), sgd],
  [declared({ name: 'momentum', learningRate: 0.05 }), momentum(0.9, false)],
  [declared({ name: 'momentum', learningRate: 0.05, momentum: 0.5, nesterov: true }), momentum(0.5, true)],
  [declared({ name: 'adagrad', learningRate: 0.5 }), adagrad(0.1)],
  [declared({ name: 'adagrad', learningRate: 0.5, initialAccumulatorValue: 2 }), adagrad(2)],
  [declared({ name: 'adadelta', learningRate: 0.1 }), adadelta(0.95)],
  [declared({ name: 'adadelta', learningRate: 0.2, rho: 0.5 }), adadelta(0.5)],
  [declared({ name: 'adam', learningRate: 0.01 }), adam(0.9, 0.999, 1e-8)],
  [declared({ name: 'adam', learningRate: 0.01, beta1: 0.5, beta2: 0.9, epsilon: 0.1 }), adam(0.5, 0.9, 0.1)],
  [declared({ name: 'adamax', learningRate: 0.01 }), adamax(0.9, 0.999)],
  [declared({ name: 'adamax', learningRate: 0.01, beta1: 0.5, beta2: 0.6 }), adamax(0.5, 0.6)],
  [declared({ name: 'rmsprop', learningRate: 0.01 }), rmsprop(0.9, 0, false)],
  [declared({ name: 'rmsprop', learningRate: 0.01, decay: 0.5, momentum: 0.5 }), rmsprop(0.5, 0.5, false)],
  [declared({ name: 'rmsprop', learningRate: 0.01, centered: true }), rmsprop(0.9, 0, true)],
];

for (const [optimizer, rule] of rules) {
  const { learningRate, ...options } = optimizer;
  const rates = {
    'at its own rate': [learningRate, learningRate, learningRate],
    'at a rate set for each step': [learningRate, learningRate / 10, 2 * learningRate, 0],
  };
  for (const [what, each] of Object.entries(rates)) {
    test(`steps follow the rule ${what}: ${JSON.stringify(options)}`, (t) => {
      const taken = positions(optimizer, each).flat();
      const byHand = expected(rule, each).flat();
      byHand.forEach((position, index) => {
        t.true(Math.abs(taken[index]! - position) < 3e-6, `${taken[index]} for ${position}`);
      });
    });
  }
}

/** The positions of one weight after updates with gradients that are given, at a rate of 0.01. */
function led(optimizer: OptimizerSpec, gradients: readonly number[]): number[] {
  const x = variable(tensor1d([1]));
  const created = createOptimizer(optimizer);
  const visited = gradients.map((gradient) => {
    tidy(() => created.applyGradients({ [x.name]: tensor1d([gradient]) }));
    return x.dataSync()[0]!;
  });
  created.dispose();
  x.dispose();
  return visited;
}

for (const [what, gradients] of Object.entries({
  'are zero': [0, 0, 0, 0],
  'begin after zeros': [0, 0, 0.5, -0.25],
  'are tiny': [1e-4, -2e-4, 1e-5, 3e-4],
  'are large and alternate': [3e4, -1e4, 2e4, 5e4],
})) {
  test(`centered rmsprop follows its rule where gradients ${what}`, (t) => {
    const taken = led(
      declared({ name: 'rmsprop', learningRate: 0.01, centered: true, momentum: 0.5 }),
      gradients,
    );
    const update = rmsprop(0.9, 0.5, true)();
    let x = 1;
    gradients.forEach((gradient, index) => {
      x += update(gradient, 0.01);
      t.true(Math.abs(taken[index]! - x) <= 2e-5 * Math.max(1, Math.abs(x)), `${taken[index]} for ${x}`);
    });
  });
}

test('centered rmsprop stays finite where rounding would make the variance negative', (t) => {
  const taken = led(
    declared({ name: 'rmsprop', learningRate: 1e-9, centered: true }),
    new Array(300).fill(12345.678),
  );
  t.true(taken.every(Number.isFinite));
});
