import {
  type Optimizer,
  type Scalar,
  type Tensor,
  type Tensor2D,
  type Variable,
  add,
  engine,
  fill,
  keep,
  matMul,
  mean,
  memory,
  mul,
  neg,
  randomGamma,
  randomUniform,
  registerKernel,
  scalar,
  square,
  sub,
  sum,
  tanh,
  tensor,
  tensor1d,
  tensor2d,
  tidy,
  train,
  unique,
  variable,
  variableGrads,
  zeros,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { interpretSteps } from './interpret-steps.js';
import { listing } from './listing.js';
import type { ShapesOf } from './shapes/rule.js';
import { ADAM_STEP } from './testing/adam-step.js';
import { cpuKernels } from './testing/backend.js';
import { trace } from './trace.js';
import type { TensorSpec } from './value.js';

const floats = (...values: number[]): Float32Array => Float32Array.from(values);

/** A small network: two layers and the mean squared error of the output. */
function network() {
  const weights = [
    variable(tensor2d([0.5, -0.25, 0.125, 1], [2, 2])),
    variable(tensor1d([0.1, -0.1])),
    variable(tensor2d([1, -1], [2, 1])),
  ] as const;
  const loss = (x: Tensor, y: Tensor): Scalar => {
    const hidden = tanh(add(matMul(x as Tensor2D, weights[0] as Tensor2D), weights[1]));
    return mean(square(sub(matMul(hidden as Tensor2D, weights[2] as Tensor2D), y)));
  };
  return { weights: [...weights] as Variable[], loss };
}

const BATCH = 3;
const inputs = (step: number): number[] =>
  Array.from({ length: BATCH * 2 }, (_, index) => Math.sin(7 * step + index));
const targets = (step: number): number[] =>
  Array.from({ length: BATCH }, (_, index) => Math.cos(5 * step + index));

const optimizers: Record<string, (rate: number) => Optimizer> = {
  sgd: (rate) => train.sgd(rate),
  momentum: (rate) => train.momentum(rate, 0.9),
  adam: (rate) => train.adam(rate),
  adamax: (rate) => train.adamax(rate),
  rmsprop: (rate) => train.rmsprop(rate),
  adagrad: (rate) => train.adagrad(rate),
};

const TRACED = 0.0123;
const PER_STEP = [
  { shape: [BATCH, 2], type: 'float32' },
  { shape: [BATCH, 1], type: 'float32' },
] as const;

for (const [name, create] of Object.entries(optimizers)) {
  test.serial(`a traced step of ${name}, run call by call, gives the bits of the step itself`, (t) => {
    const steps = Array.from({ length: 20 }, (_, step) => step);
    const rate = Math.fround(0.0123);
    const expected = network();
    const eager = create(rate);
    const losses = steps.map((step) =>
      tidy(() => {
        const [x, y] = [tensor2d(inputs(step), [BATCH, 2]), tensor2d(targets(step), [BATCH, 1])];
        const { value, grads } = variableGrads(() => expected.loss(x, y), expected.weights);
        eager.applyGradients(grads);
        return value.dataSync()[0]!;
      }),
    );

    const { weights, loss } = network();
    const optimizer = create(TRACED);
    const program = trace(
      ([x, y]) => {
        const { value, grads } = variableGrads(() => loss(x!, y!), weights);
        optimizer.applyGradients(grads);
        return [value];
      },
      { perStep: PER_STEP, numbers: [TRACED] },
    );
    const collected = interpretSteps(program, cpuKernels, steps.length, [
      floats(...steps.flatMap(inputs)),
      floats(...steps.flatMap(targets)),
      floats(...steps.map(() => rate)),
    ]);
    t.deepEqual(
      collected.map(([value]) => value![0]),
      losses,
    );
    weights.forEach((weight, index) => t.deepEqual(weight.dataSync(), expected.weights[index]!.dataSync()));
  });
}

test.serial('the listing of a step of Adam', (t) => {
  const weight = variable(tensor1d([1, 2]));
  const optimizer: Optimizer = train.adam(TRACED);
  const program = trace(
    ([x]) => {
      const { value, grads } = variableGrads(() => sum(square(sub(weight, x!))), [weight]);
      optimizer.applyGradients(grads);
      return [value];
    },
    { perStep: [{ shape: [2], type: 'float32' }], numbers: [TRACED] },
  );
  t.is(listing(program), ADAM_STEP);
});

test.serial('a program names kernels of TensorFlow.js, and the scopes that they were called in', (t) => {
  const weight = variable(scalar(2));
  const program = trace(
    ([x]) => {
      const { value, grads } = variableGrads(() => tidy('model', () => square(mul(weight, x!))), [weight]);
      weight.assign(sub(weight, grads[weight.name]!));
      return [value];
    },
    { perStep: [{ shape: [], type: 'float32' }] },
  );
  t.deepEqual(
    program.calls.slice(0, 2).map(({ kernel, scope }) => ({ kernel, scope })),
    [
      { kernel: 'Multiply', scope: ['forward', 'model'] },
      { kernel: 'Square', scope: ['forward', 'model'] },
    ],
  );
  t.true(program.calls.some(({ scope }) => scope[0] === 'backward'));
});

test.serial('a flag as the last output leaves the state as it was', (t) => {
  const total = variable(scalar(0));
  const program = trace(
    ([x, flag]) => {
      total.assign(add(total, x!));
      return [keep(mul(flag!, 1))];
    },
    {
      perStep: [
        { shape: [], type: 'float32' },
        { shape: [], type: 'float32' },
      ],
      conditional: true,
    },
  );
  interpretSteps(program, cpuKernels, 3, [floats(1, 10, 100), floats(1, 0, 1)]);
  t.is(total.dataSync()[0], 101);
});

test.serial('each step has new random draws, equal to the draws of the layer', (t) => {
  const dropout = layers.dropout({ rate: 0.5 });
  const seeds = [0.25, 0.5, 0.25];
  const x = Float32Array.from({ length: 50 }, (_, index) => index + 1);
  const program = trace(([given]) => [dropout.apply(given!, { training: true }) as Tensor], {
    perStep: [],
    constant: [{ shape: [50], type: 'float32', data: x }],
  });
  const drawn = interpretSteps(program, cpuKernels, 3, [], (step) => () => seeds[step]!);
  const { random } = Math;
  try {
    seeds.forEach((seed, step) => {
      Math.random = () => seed;
      const expected = tidy(() => (dropout.apply(tensor1d(x), { training: true }) as Tensor).dataSync());
      t.deepEqual(drawn[step]![0], expected as Float32Array);
    });
  } finally {
    Math.random = random;
  }
  t.notDeepEqual(drawn[0], drawn[1]);
});

test.serial('constants are known while a step is traced, and their results too', (t) => {
  const outside = tensor1d([1, 2, 3]);
  const seen: number[] = [];
  trace(
    ([x]) => {
      seen.push(...mul(outside, 2).dataSync(), ...add(zerosLike(x!), 5).dataSync());
      seen.push(zeros([0]).size, ...unique(outside).values.dataSync());
      return [];
    },
    { perStep: [{ shape: [2], type: 'float32' }] },
  );
  t.deepEqual(seen, [2, 4, 6, 5, 5, 0, 1, 2, 3]);
  t.deepEqual([...outside.dataSync()], [1, 2, 3]);
});

/** Steps that a graph cannot repeat, with the reason that the error gives. */
const refused: Record<string, { step: (x: Tensor) => Tensor[]; because: RegExp }> = {
  'draws of its own': { step: (x) => [add(x, Math.random())], because: /Math\.random itself/ },
  'draws of another distribution': {
    step: (x) => [add(x, randomGamma([2], 3))],
    because: /Math\.random in randomGamma/,
  },
  'draws of whole numbers': {
    step: (x) => [add(x, randomUniform([2], 0, 9, 'int32'))],
    because: /2 numbers of type int32 by randomUniform/,
  },
  'reading an input': {
    step: (x) => [mul(x, x.dataSync()[0]!)],
    because: /^it reads a tensor of shape \[2\]/,
  },
  'shapes that depend on data': {
    step: (x) => [unique(x as never).values],
    because: /the kernel Unique, whose output shapes depend on data/,
  },
  strings: { step: (x) => [x, tensor(['a'])], because: /type string/ },
};

for (const [name, { step, because }] of Object.entries(refused)) {
  test.serial(`throws an error that gives the reason: ${name}`, (t) => {
    const before = { tensors: memory().numTensors, random: Math.random, backend: engine().backendName };
    const weights = tidy(() => variable(scalar(3)));
    t.throws(
      () =>
        trace(
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
    t.deepEqual({ tensors: memory().numTensors, random: Math.random, backend: engine().backendName }, before);
  });
}

test('an engine gives the shapes of its own kernels', (t) => {
  registerKernel({
    kernelName: 'Doubled',
    backendName: 'cpu',
    kernelFunc: ({ inputs }) => tensor1d([...inputs['x']!.shape, 0]),
  });
  const doubled = ([x]: Tensor[]): Tensor[] => [engine().runKernel('Doubled', { x: x! })];
  const options = { perStep: [{ shape: [3], type: 'float32' as const }] };
  t.throws(() => trace(doubled, options), { message: /Doubled, whose output shapes depend on data/ });
  const shapesOf: ShapesOf = (kernel, inputs) => {
    const { shape, type } = (inputs as Record<string, TensorSpec>)['x']!;
    return kernel === 'Doubled' ? [{ shape: [2 * shape[0]!], type }] : undefined;
  };
  const { outputs } = trace(doubled, { ...options, shapesOf });
  t.deepEqual([outputs[0]!.shape, outputs[0]!.call?.kernel], [[6], 'Doubled']);
  const withRule: ShapesOf = () => [{ shape: [9], type: 'float32' }];
  const negated = trace(([x]) => [neg(x!)], { ...options, shapesOf: withRule });
  t.deepEqual(negated.outputs[0]!.shape, [3], 'a rule takes precedence');
});

test('a number that is repeated is read as it is', (t) => {
  const read: number[][] = [];
  trace(
    ([x]) => {
      read.push([...fill([2, 2], 0.1).dataSync()], [...fill([3], 7, 'int32').dataSync()]);
      return [x!];
    },
    { perStep: [{ shape: [1], type: 'float32' }] },
  );
  t.deepEqual(read, [new Array(4).fill(Math.fround(0.1)), [7, 7, 7]]);
});
