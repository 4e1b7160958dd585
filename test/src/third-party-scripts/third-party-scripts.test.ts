import '@helmholtz/backend-onnx';
import { configureOnnx, onnxStatistics } from '@helmholtz/backend-onnx';
import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import test from 'ava';

import { trainCnn } from './cnn.js';
import type { Figures } from './figures.js';
import { trainLstm } from './lstm.js';
import { trainMlp } from './mlp.js';

const SCRIPTS = {
  'a multilayer perceptron': trainMlp,
  'a convolutional network': trainCnn,
  'a long short-term memory': trainLstm,
};

async function on(backend: 'cpu' | 'onnx', script: () => Promise<Figures>): Promise<Figures> {
  await setBackend(backend);
  return script();
}

/** Sums in another order differ by about 1e-7 each, and training carries that on. */
const TOLERANCE = 1e-4;

const near = (got: number, wanted: number): boolean =>
  Math.abs(got - wanted) <= TOLERANCE * Math.max(Math.abs(wanted), 1e-3);

for (const [name, script] of Object.entries(SCRIPTS)) {
  test.serial(`${name} trains on onnx to the losses that it has on cpu`, async (t) => {
    const cpu = await on('cpu', script);
    for (const mode of ['auto', 'native'] as const) {
      await setBackend('onnx');
      configureOnnx({ mode });
      const before = onnxStatistics();
      const onnx = await on('onnx', script);
      const after = onnxStatistics();
      t.true(after.nativeRuns > before.nativeRuns, `${mode}: it ran natively`);
      t.deepEqual(after.cpuKernels, before.cpuKernels, `${mode}: no kernel without a native form`);
      t.deepEqual(Object.keys(onnx.history), Object.keys(cpu.history));
      for (const [metric, values] of Object.entries(cpu.history)) {
        values.forEach((value, epoch) => {
          const actual = onnx.history[metric]![epoch]!;
          t.true(near(actual, value), `${mode}, ${metric} of epoch ${epoch + 1}: ${actual}, not ${value}`);
        });
      }
      cpu.evaluated.forEach((value, index) =>
        t.true(
          near(onnx.evaluated[index]!, value),
          `${mode}: evaluated ${onnx.evaluated[index]}, not ${value}`,
        ),
      );
      t.is(onnx.predicted.length, cpu.predicted.length);
      const furthest = cpu.predicted.reduce(
        (most, value, index) => Math.max(most, Math.abs(value - onnx.predicted[index]!)),
        0,
      );
      t.true(furthest < 1e-3, `${mode}: predictions differ by ${furthest}`);
    }
    t.true(cpu.history['loss']!.at(-1)! < 0.8 * cpu.history['loss']![0]!, 'it learns');
  });
}
