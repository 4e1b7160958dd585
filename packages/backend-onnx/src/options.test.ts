import { square, tensor1d } from '@tensorflow/tfjs-core';
import test from 'ava';

import { type ExecutionProvider, configureOnnx, onnxProblem, onnxStatistics } from './options.js';
import './testing/backend.js';

test.afterEach.always(() => {
  configureOnnx({ mode: 'auto', threads: 2, executionProviders: ['cpu'] });
});

test.serial('the native library is there', (t) => {
  t.is(onnxProblem(), undefined);
});

test.serial('statistics tell what was compiled and what was not', (t) => {
  const x = tensor1d([1, 2, 3]);
  configureOnnx({ mode: 'cpu' });
  const before = onnxStatistics();
  square(x).dataSync();
  t.is(onnxStatistics().cpuRuns, before.cpuRuns + 1);
  configureOnnx({ mode: 'native' });
  square(x).dataSync();
  square(x).dataSync();
  const after = onnxStatistics();
  t.is(after.compiled, before.compiled + 1);
  t.is(after.nativeRuns, before.nativeRuns + 2);
});

test.serial('one thread computes what two do', (t) => {
  const x = tensor1d([1, 2, 3]);
  configureOnnx({ mode: 'native', threads: 1 });
  t.deepEqual([...square(x).dataSync()], [1, 4, 9]);
});

test.serial('threads are counted from 1 on', (t) => {
  for (const threads of [0, -1, 1.5, NaN]) {
    t.throws(() => configureOnnx({ threads }), { message: /number of threads is .*whole number from 1 on/ });
  }
});

test.serial('an execution provider that does not work is told of, and the one before stays', (t) => {
  const error = t.throws(() => configureOnnx({ executionProviders: ['tpu' as ExecutionProvider] }));
  t.regex(error.message, /execution provider "tpu" does not work on this machine: .*'tpu'/);
  t.deepEqual([...square(tensor1d([3])).dataSync()], [9]);
});
