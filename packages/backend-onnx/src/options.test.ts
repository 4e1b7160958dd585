import { square, tensor1d } from '@tensorflow/tfjs-core';
import test from 'ava';

import { channelBlock, useChannelBlocks } from './graph/operators/channel-block.js';
import { convolve } from './kernels/convolution/choice.js';
import { linearize } from './graph/linearize.js';
import { Value } from './graph/value.js';
import { type ExecutionProvider, configureOnnx, onnxProblem, onnxStatistics } from './options.js';
import './testing/backend.js';

test.afterEach.always(() => {
  configureOnnx({ mode: 'auto', threads: 2, executionProviders: ['cpu'] });
});

test.serial('the native library is installed', (t) => {
  t.is(onnxProblem(), undefined);
});

test.serial('statistics count compiled and uncompiled graphs', (t) => {
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

test.serial('one thread and two threads give the same results', (t) => {
  const x = tensor1d([1, 2, 3]);
  configureOnnx({ mode: 'native', threads: 1 });
  t.deepEqual([...square(x).dataSync()], [1, 4, 9]);
});

test.serial('threads are counted from 1 on', (t) => {
  for (const threads of [0, -1, 1.5, NaN]) {
    t.throws(() => configureOnnx({ threads }), { message: /threads is .*expected a positive integer/ });
  }
});

test.serial(
  'throws an error that names an execution provider that does not work, and keeps the former provider',
  (t) => {
    const error = t.throws(() => configureOnnx({ executionProviders: ['tpu' as ExecutionProvider] }));
    t.regex(error.message, /execution provider "tpu" does not work on this machine: .*'tpu'/);
    t.deepEqual([...square(tensor1d([3])).dataSync()], [9]);
  },
);

for (const provider of ['cuda', 'webgpu'] as const) {
  test.serial(`${provider} works, or an error names its requirements`, (t) => {
    try {
      configureOnnx({ executionProviders: [provider, 'cpu'], mode: 'native' });
      t.is(channelBlock(), undefined);
    } catch (error) {
      const { message } = error as Error;
      t.regex(
        message,
        new RegExp(`^ONNX Runtime's execution provider "${provider}" does not work on this machine: `),
      );
      t.regex(message, /It requires an? .*GPU/);
    }
    t.deepEqual([...square(tensor1d([3])).dataSync()], [9]);
  });
}

test.serial('only the provider cpu uses operators with blocks of channels', (t) => {
  const operators = (): string[] => {
    const x = Value.leaf(new Float32Array(2 * 6 * 6 * 16), [2, 6, 6, 16], 'float32');
    const filter = Value.leaf(new Float32Array(3 * 3 * 16 * 16), [3, 3, 16, 16], 'float32');
    const axis = { input: 6, output: 6, size: 3, stride: 1, dilation: 1, before: 1 };
    return linearize([convolve(x, filter, [axis, axis])]).operations.map(({ operator }) => operator);
  };
  const ofCpu = (operator: string): boolean => operator.startsWith('com.microsoft.nchwc.');
  t.is(operators().some(ofCpu), channelBlock() !== undefined);
  useChannelBlocks(false);
  t.false(operators().some(ofCpu));
  configureOnnx({ executionProviders: ['cpu'] });
  t.is(operators().some(ofCpu), channelBlock() !== undefined);
});
