import {
  type Optimizer,
  type Scalar,
  type Tensor,
  add,
  engine,
  fill,
  greater,
  keep,
  matMul,
  mean,
  memory,
  mul,
  relu,
  reshape,
  scalar,
  slice,
  square,
  sub,
  sum,
  tanh,
  tensor1d,
  tensor2d,
  tidy,
  train,
  variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import test from 'ava';

import { onnx } from '../testing/backend.js';
import { compileSteps } from './compile.js';

const floats = (...values: number[]): Float32Array => Float32Array.from(values);

test.serial('each step starts from the state of the one before', (t) => {
  const counter = variable(scalar(1));
  const steps = compileSteps(
    ([factor]) => {
      const before = keep(mul(counter, 1));
      counter.assign(mul(counter, factor!));
      return [before];
    },
    { perStep: [{ shape: [], type: 'float32' }] },
  );
  t.is(counter.dataSync()[0], 1, 'tracing changes nothing');
  t.deepEqual(Array.from(steps.run(4, [floats(2, 3, 5, 7)])[0]!), [1, 2, 6, 30]);
  t.is(counter.dataSync()[0], 210);
  counter.assign(scalar(10));
  t.deepEqual(
    Array.from(steps.run(1, [floats(2)])[0]!),
    [10],
    'the next step starts from the assigned value',
  );
  t.is(counter.dataSync()[0], 20);
  steps.dispose();
});

test.serial('a variable read in another shape is still the variable', (t) => {
  const weights = variable(tensor1d([1, 2, 3, 4]));
  const steps = compileSteps(
    () => {
      const product = matMul(reshape(weights, [2, 2]), reshape(weights, [2, 2]));
      weights.assign(reshape(product, [4]));
      return [sum(product)];
    },
    { perStep: [] },
  );
  steps.run(2, []);
  t.deepEqual([...weights.dataSync()], [199, 290, 435, 634]);
  steps.dispose();
});

test.serial('variables that the step only reads are read at each run', (t) => {
  const rate = variable(scalar(2));
  const total = variable(scalar(0));
  const steps = compileSteps(
    () => {
      total.assign(add(total, rate));
      return [];
    },
    { perStep: [] },
  );
  steps.run(3, []);
  rate.assign(scalar(10));
  steps.run(1, []);
  t.is(total.dataSync()[0], 16);
  steps.dispose();
});

test.serial('a tensor that a variable was made from does not change with it', (t) => {
  const start = tensor1d([1, 2]);
  const weights = variable(start);
  const steps = compileSteps(
    () => {
      weights.assign(add(weights, start));
      return [];
    },
    { perStep: [] },
  );
  steps.run(3, []);
  t.deepEqual([...weights.dataSync()], [4, 8]);
  t.deepEqual([...start.dataSync()], [1, 2]);
  steps.dispose();
});

test.serial('constant inputs are fed once', (t) => {
  const data = tensor2d([
    [1, 2],
    [3, 4],
  ]);
  const total = variable(tensor1d([0, 0]));
  const steps = compileSteps(
    ([row, table]) => {
      total.assign(add(total, sum(mul(table!, reshape(row!, [2, 1])), 0)));
      return [];
    },
    {
      perStep: [{ shape: [2], type: 'float32' }],
      constant: [{ shape: [2, 2], type: 'float32', data: data.dataSync() }],
    },
  );
  steps.run(2, [floats(1, 0, 0, 2)]);
  t.deepEqual([...total.dataSync()], [1 + 6, 2 + 8]);
  steps.dispose();
});

interface Problem {
  readonly weights: ReturnType<typeof variable>[];
  readonly loss: (x: Tensor, y: Tensor) => Scalar;
}

/** A linear regression of two variables, whose gradient is known in closed form. */
function regression(): Problem {
  const slope = variable(tensor2d([[0.5], [-0.5]]));
  const offset = variable(scalar(0.1));
  return {
    weights: [slope, offset],
    loss: (x, y) => mean(square(sub(add(reshape(matMul(x as never, slope as never), [-1]), offset), y))),
  };
}

const optimizers: Record<string, (rate: number) => Optimizer> = {
  sgd: (rate) => train.sgd(rate),
  momentum: (rate) => train.momentum(rate, 0.9),
  'momentum after Nesterov': (rate) => train.momentum(rate, 0.9, true),
  adagrad: (rate) => train.adagrad(rate),
  adadelta: (rate) => train.adadelta(rate),
  adam: (rate) => train.adam(rate),
  adamax: (rate) => train.adamax(rate),
  rmsprop: (rate) => train.rmsprop(rate),
  'centered rmsprop': (rate) => train.rmsprop(rate, 0.9, 0.5, 1e-7, true),
};

for (const [name, create] of Object.entries(optimizers)) {
  test.serial(`${name} holds another small weight in the arrays of the first`, (t) => {
    const arrays = (sizes: readonly number[]): number => {
      const weights = sizes.map((size) => variable(tensor1d(new Array<number>(size).fill(0.5))));
      const optimizer = create(0.0123);
      const steps = compileSteps(
        (gradients) => {
          const loss = (): Scalar =>
            weights.reduce<Scalar>(
              (total, weight, index) => add(total, sum(mul(weight, gradients[index]!))),
              scalar(0),
            );
          const { value, grads } = variableGrads(loss, weights);
          optimizer.applyGradients(grads);
          return [value];
        },
        { perStep: sizes.map((size) => ({ shape: [size], type: 'float32' })), numbers: [0.0123] },
      );
      steps.dispose();
      return steps.arrays;
    };
    t.is(arrays([3, 5, 4]), arrays([3]));
  });
}

const ROUNDS = 200;
const inputs = (round: number): number[] => [0, 1, 2, 3].map((index) => Math.sin(round * 4 + index));
const targets = (round: number): number[] => {
  const [a, b, c, d] = inputs(round) as [number, number, number, number];
  // With noise that no line fits, so that the loss stays a number that can be compared.
  return [a - 2 * b + 0.3 + Math.sin(13 * round), c - 2 * d + 0.3 - Math.cos(7 * round)];
};

for (const [name, create] of Object.entries(optimizers)) {
  test.serial(`${name}: after ${ROUNDS} updates compiled is where eager is, at rates that change`, (t) => {
    const rates = Array.from({ length: ROUNDS }, (_, round) => 0.01 + 0.0001 * round);
    const eager = regression();
    const losses: number[] = [];
    let optimizer = create(rates[0]!);
    for (const [round, rate] of rates.entries()) {
      setRate(optimizer, rate);
      tidy(() => {
        const x = tensor2d(inputs(round), [2, 2]);
        const y = tensor1d(targets(round));
        const { value, grads } = variableGrads(() => eager.loss(x, y), eager.weights);
        optimizer.applyGradients(grads);
        losses.push(value.dataSync()[0]!);
      });
    }

    const compiled = regression();
    const traced = 0.0123;
    optimizer = create(traced);
    const steps = compileSteps(
      ([x, y]) => {
        const { value, grads } = variableGrads(() => compiled.loss(x!, y!), compiled.weights);
        optimizer.applyGradients(grads);
        return [value];
      },
      {
        perStep: [
          { shape: [2, 2], type: 'float32' },
          { shape: [2], type: 'float32' },
        ],
        numbers: [traced],
      },
    );
    const rounds = rates.map((_, round) => round);
    const [yielded] = steps.run(ROUNDS, [
      floats(...rounds.flatMap(inputs)),
      floats(...rounds.flatMap(targets)),
      floats(...rates),
    ]);
    losses.forEach((loss, round) => {
      t.true(Math.abs(yielded![round]! - loss) <= 1e-4 * Math.abs(loss) + 1e-9, `loss ${round}: ${loss}`);
    });
    compiled.weights.forEach((weights, index) => {
      const expected = eager.weights[index]!.dataSync();
      weights.dataSync().forEach((value, element) => {
        t.true(Math.abs(value - expected[element]!) <= 1e-3 * Math.abs(expected[element]!) + 1e-7);
      });
    });
    steps.dispose();
  });
}

function setRate(optimizer: Optimizer, rate: number): void {
  const adjustable = optimizer as unknown as { learningRate: number; setLearningRate?(rate: number): void };
  if (adjustable.setLearningRate) adjustable.setLearningRate(rate);
  else adjustable.learningRate = rate;
}

test.serial('the bits do not depend on how many steps run at once', (t) => {
  const run = (...chunks: number[]): number[] => {
    const { weights, loss } = regression();
    const optimizer = train.adam(0.05);
    const steps = compileSteps(
      ([x, y]) => {
        const { value, grads } = variableGrads(() => loss(x!, y!), weights);
        optimizer.applyGradients(grads as never);
        return [value];
      },
      {
        perStep: [
          { shape: [2, 2], type: 'float32' },
          { shape: [2], type: 'float32' },
        ],
      },
    );
    let round = 0;
    for (const count of chunks) {
      const rounds = Array.from({ length: count }, () => round++);
      steps.run(count, [floats(...rounds.flatMap(inputs)), floats(...rounds.flatMap(targets))]);
    }
    steps.dispose();
    return weights.flatMap((weight) => [...weight.dataSync()]);
  };
  t.deepEqual(run(12), run(1, 1, 7, 3));
  t.deepEqual(run(12), run(12));
});

test.serial(
  'the bits do not depend on it either if a large state needs a separate graph for single steps',
  (t) => {
    const run = (...chunks: number[]): { yielded: number[]; last: number[] } => {
      const large = variable(fill([1 << 12, 1 << 12], 0.7));
      const steps = compileSteps(
        ([factor]) => {
          large.assign(tanh(mul(large, factor!)));
          return [mean(large)];
        },
        { perStep: [{ shape: [], type: 'float32' }] },
      );
      let round = 0;
      const yielded = chunks.flatMap((count) =>
        Array.from(steps.run(count, [Float32Array.from({ length: count }, () => 1.1 + 0.1 * round++)])[0]!),
      );
      const last = [...tidy(() => slice(reshape(large, [-1]), 0, 5)).dataSync()];
      steps.dispose();
      large.dispose();
      return { yielded, last };
    };
    const inTurn = run(1, 1, 1, 1);
    t.is(inTurn.yielded.length, 4);
    t.deepEqual(run(4), inTurn);
    t.deepEqual(run(1, 2, 1), inTurn);
  },
);

/**
 * Steps that cannot be compiled, with the reason that the error gives. The tests of tracing have
 * more.
 */
const refused: Record<string, { step: (x: Tensor) => Tensor[]; because: RegExp }> = {
  'reading what depends on an input': { step: (x) => [mul(x, sum(x).dataSync()[0]!)], because: /it reads/ },
  'a case of a kernel that has no ONNX form': {
    step: (x) => [relu(greater(x, 0))],
    because: /the kernel Relu, which has no ONNX form for bool\[2\]/,
  },
};

for (const [name, { step, because }] of Object.entries(refused)) {
  test.serial(`throws a CompileError that gives the reason: ${name}`, (t) => {
    const before = { tensors: memory().numTensors, random: Math.random };
    const weights = tidy(() => variable(scalar(3)));
    t.throws(
      () =>
        compileSteps(
          ([x]) => {
            weights.assign(scalar(4));
            return step(x!);
          },
          { perStep: [{ shape: [2], type: 'float32' }] },
        ),
      { name: 'CompileError', message: because },
    );
    t.is(weights.dataSync()[0], 3, 'the variables are unchanged');
    weights.dispose();
    t.deepEqual({ tensors: memory().numTensors, random: Math.random }, before);
    t.deepEqual([...add(tensor1d([1, 2]), 1).dataSync()], [2, 3], 'and the backend goes on');
  });
}

test.serial('a variable that is created in the step keeps its initial value, and is state', (t) => {
  const created: (ReturnType<typeof variable> | undefined)[] = [];
  const steps = compileSteps(
    ([x]) => {
      created[0] ??= tidy(() => variable(mul(scalar(5), 2), false));
      created[0].assign(add(created[0] as Scalar, x!));
      return [];
    },
    { perStep: [{ shape: [], type: 'float32' }] },
  );
  t.is(created[0]!.dataSync()[0], 10);
  steps.run(2, [floats(1, 2)]);
  t.is(created[0]!.dataSync()[0], 13);
  steps.dispose();
});

test.serial('running a step leaks no tensor', (t) => {
  const counter = variable(scalar(0));
  const steps = compileSteps(
    () => {
      counter.assign(add(counter, 1));
      return [mul(counter, 2)];
    },
    { perStep: [] },
  );
  steps.run(1, []);
  const before = { tensors: memory().numTensors, ids: onnx.numDataIds() };
  for (let round = 0; round < 10; round++) steps.run(5, []);
  t.deepEqual({ tensors: memory().numTensors, ids: onnx.numDataIds() }, before);
  t.is(counter.dataSync()[0], 51);
  steps.dispose();
});

test.serial('another backend compiles no steps', async (t) => {
  await engine().setBackend('cpu');
  t.throws(() => compileSteps(() => [], { perStep: [] }), { message: /setBackend\('onnx'\)/ });
  await engine().setBackend('onnx');
});
