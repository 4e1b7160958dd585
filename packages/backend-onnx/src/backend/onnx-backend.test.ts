import {
  type Scalar,
  type Tensor,
  add,
  complex,
  dispose,
  engine,
  matMul,
  memory,
  mul,
  oneHot,
  randomNormal,
  real,
  reshape,
  scalar,
  slice,
  square,
  sum,
  tensor1d,
  tensor2d,
  tidy,
  time,
  train,
  variable,
} from '@tensorflow/tfjs-core';
import test from 'ava';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { onnx } from '../testing/backend.js';
import type { Mode } from './policy.js';

/** Runs with every graph compiled, or with none. */
function inMode<Result>(mode: Mode, run: () => Result): Result {
  const before = onnx.executor.policy.mode;
  onnx.executor.policy.mode = mode;
  try {
    return run();
  } finally {
    onnx.executor.policy.mode = before;
  }
}

for (const mode of ['native', 'cpu'] as const) {
  test.serial(`${mode}: recorded operations run when their result is read`, (t) => {
    inMode(mode, () => {
      const a = tensor2d([
        [1, 2],
        [3, 4],
      ]);
      t.deepEqual([...add(matMul(a, a), 1).dataSync()], [8, 11, 16, 23]);
    });
  });

  test.serial(`${mode}: a tensor read in two shapes is one tensor`, (t) => {
    inMode(mode, () => {
      const flat = mul(tensor1d([1, 2, 3, 4]), 2);
      const matrix = reshape(flat, [2, 2]);
      t.deepEqual([...matMul(matrix, matrix).dataSync()], [28, 40, 60, 88]);
      t.deepEqual([...flat.dataSync()], [2, 4, 6, 8]);
    });
  });

  test.serial(`${mode}: read data stay when the inputs are disposed`, (t) => {
    inMode(mode, () => {
      const x = tensor1d([1, 2, 3]);
      const doubled = mul(x, 2);
      const later = add(doubled, 1);
      x.dispose();
      doubled.dispose();
      t.deepEqual([...later.dataSync()], [3, 5, 7]);
    });
  });

  test.serial(`${mode}: a variable has its last assigned value`, (t) => {
    inMode(mode, () => {
      const counter = variable(scalar(0));
      for (let round = 0; round < 5; round++) tidy(() => counter.assign(add(counter, round)));
      t.is(counter.dataSync()[0], 10);
      counter.dispose();
    });
  });
}

test.serial('data() and dataSync() give the same', async (t) => {
  const x = square(tensor1d([1, 2, 3]));
  t.deepEqual(await x.data(), x.dataSync());
});

test.serial('the caller may change arrays that it made a tensor from or that it read', (t) => {
  const values = Float32Array.of(1, 2);
  const x = tensor1d(values);
  const doubled = mul(x, 2);
  values[0] = 100;
  const read = doubled.dataSync();
  t.deepEqual([...read], [2, 4]);
  read[0] = -1;
  t.deepEqual([...doubled.dataSync()], [2, 4]);
});

test.serial('a number that changes from run to run compiles nothing new', (t) => {
  inMode('native', () => {
    const x = tensor1d([1, 2, 3]);
    const step = (rate: number): number[] => tidy(() => [...mul(x, rate).dataSync()]);
    step(1);
    const { compiled } = onnx.executor.sessions;
    t.deepEqual(step(2), [2, 4, 6]);
    t.deepEqual(step(3), [3, 6, 9]);
    t.is(onnx.executor.sessions.compiled, compiled);
  });
});

test.serial(
  'a loop that never reads is cut at the same place in each round, so that it compiles few graphs',
  (t) => {
    inMode('native', () => {
      const weights = variable(tensor1d([1, 1]));
      const { compiled } = onnx.executor.sessions;
      for (let round = 0; round < 60; round++) {
        tidy(() => {
          let next = mul(weights, 1);
          for (let layer = 0; layer < 99; layer++) next = mul(next, 1);
          weights.assign(reshape(next, [2]));
        });
      }
      t.deepEqual([...weights.dataSync()], [1, 1]);
      t.true(onnx.executor.sessions.compiled - compiled <= 3);
      weights.dispose();
    });
  },
);

test.serial(
  'what has nothing in common is computed apart: a step is one graph whatever is recorded beside it',
  (t) => {
    inMode('native', () => {
      const x = tensor1d([1, 2, 3]);
      const step = (): Tensor => sum(square(x));
      const alone = step().dataSync()[0];
      const before = onnx.executor.sessions.compiled;
      const total = add(x, 1);
      t.is(step().dataSync()[0], alone);
      t.is(onnx.executor.sessions.compiled, before + 1, 'the sum beside it');
      t.deepEqual([...total.dataSync()], [2, 3, 4]);
      t.is(onnx.executor.sessions.compiled, before + 1);
    });
  },
);

test.serial('results that share operations are computed together, and once', (t) => {
  const x = tensor1d([1, 2, 3]);
  const shared = square(x);
  const [doubled, added] = [mul(shared, 2), add(shared, 1)];
  const apart = square(add(x, 3));
  const runs = onnx.statistics.graphsOnCpu;
  inMode('cpu', () => t.deepEqual([...added.dataSync()], [2, 5, 10]));
  t.is(onnx.statistics.graphsOnCpu, runs + 2);
  t.deepEqual([...doubled.dataSync()], [2, 8, 18]);
  t.deepEqual([...apart.dataSync()], [16, 25, 36]);
  t.is(onnx.statistics.graphsOnCpu, runs + 2);
});

test.serial("an optimizer's first step is the same graph as the next ones", (t) => {
  inMode('native', () => {
    const weights = variable(mul(tensor1d([1, 2, 3]), 0.5));
    const optimizer = train.adam(0.1);
    const compiledBy = (run: () => void): number => {
      const before = onnx.executor.sessions.compiled;
      run();
      return onnx.executor.sessions.compiled - before;
    };
    const step = (): void => {
      optimizer.minimize(() => sum<Scalar>(square(weights)));
      weights.dataSync();
    };
    t.true(compiledBy(step) > 0);
    t.is(compiledBy(step), 0);
    optimizer.dispose();
    weights.dispose();
  });
});

test.serial('tidy frees all tensors and their data', (t) => {
  const before = { tensors: memory().numTensors, ids: onnx.numDataIds() };
  tidy(() => {
    const x = randomNormal([4, 4]);
    sum(matMul(x, x)).dataSync();
    real(complex(tensor1d([1]), tensor1d([2]))).dataSync();
  });
  t.deepEqual({ tensors: memory().numTensors, ids: onnx.numDataIds() }, before);
});

test.serial('known values free their inputs', async (t) => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (const mode of ['native', 'cpu'] as const) {
    const weights = tidy(() => variable(tensor1d([1, 2])));
    const first = new WeakRef(onnx.store.contentOf(weights)!);
    inMode(mode, () => {
      for (let step = 0; step < 3; step++) {
        tidy(() => weights.assign(mul(weights, 2)));
        weights.dataSync();
      }
    });
    // A reference that was looked at lives until the present turn ends.
    await new Promise(setImmediate);
    collect();
    t.is(first.deref(), undefined, mode);
    weights.dispose();
  }
});

test.serial('complex numbers and strings take the cpu kernels', (t) => {
  const z = complex(tensor1d([1, 2]), tensor1d([3, 4]));
  const product = mul(z, z);
  t.deepEqual([...real(product).dataSync()], [-8, -12]);
  t.true(onnx.statistics.cpuKernels['Complex']! > 0);
  dispose([z, product]);
});

test.serial('batches that are picked from data at hand by their place are one graph', (t) => {
  const data = tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
  const before = onnx.executor.sessions.compiled;
  const squares = inMode('native', () =>
    [0, 1, 2].map((row) => [...square(slice(data, [row, 0], [1, 2])).dataSync()]),
  );
  t.deepEqual(squares, [
    [1, 4],
    [9, 16],
    [25, 36],
  ]);
  t.is(onnx.executor.sessions.compiled, before + 1);
});

test.serial('results of cpu kernels in another array type go into a graph', (t) => {
  // The cpu kernel yields whole numbers as floats.
  const hot = oneHot(tensor1d([1, 0], 'int32'), 2);
  t.deepEqual(
    inMode('cpu', () => hot.dataSync()),
    Int32Array.of(0, 1, 1, 0),
  );
  t.deepEqual(
    inMode('native', () => [...mul(hot, hot).dataSync()]),
    [0, 1, 1, 0],
  );
});

test.serial('a tensor without elements keeps its shape', (t) => {
  const empty = tensor2d([], [0, 3]);
  t.deepEqual([...add(empty, 1).dataSync()], []);
  t.deepEqual([...sum(empty, 0).dataSync()], [0, 0, 0]);
});

test.serial('timing includes recorded operations', async (t) => {
  const x = randomNormal([64, 64]);
  const { kernelMs } = await time(() => {
    matMul(x, x);
  });
  t.true(Number(kernelMs) > 0);
});

test.serial('a disposed tensor can not be read', (t) => {
  const x = square(scalar(2));
  x.dispose();
  t.throws(() => x.dataSync(), { message: /disposed/ });
});

test.serial('another backend takes over a tensor, and gives it back', async (t) => {
  const x = mul(tensor1d([1, 2, 3]), 2);
  await engine().setBackend('cpu');
  t.deepEqual([...add(x, 1).dataSync()], [3, 5, 7]);
  await engine().setBackend('onnx');
  t.deepEqual([...add(x, 1).dataSync()], [3, 5, 7]);
});
