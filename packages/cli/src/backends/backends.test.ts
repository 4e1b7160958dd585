import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { HelmholtzError } from '@helmholtz/base';
import {
  getBackend,
  matMul,
  ones,
  registerBackend,
  removeBackend,
  sum,
  tanh,
  tensor2d,
  unsortedSegmentSum,
  tensor1d,
} from '@tensorflow/tfjs-core';
import test from 'ava';

import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import { installCommand } from './install-command.js';
import { type BackendCandidate, backends, probeBackend, selectBackend, useThreads } from './backends.js';

const { serial } = test;
const never = (line: string): never => {
  throw new Error(`warned: ${line}`);
};
const absent = 'helmholtz-no-such-package';

/** A backend of TensorFlow.js that is not installed here, as it is for most people. */
const missing = backends.filter(({ install }) => install !== undefined);

const candidate = (packageName: string, registeredAs = 'none'): BackendCandidate => ({
  name: 'mine',
  description: 'a backend',
  packageName,
  registeredAs,
});

test('the TensorFlow library is optional: its absence is a reason, not a crash (trap 13)', async (t) => {
  t.deepEqual(
    missing.map(({ packageName }) => packageName),
    ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'],
  );
  t.deepEqual(await probeBackend(candidate(absent)), {
    candidate: candidate(absent),
    available: false,
    reason: 'not installed',
  });
});

test('the built-in backends load', async (t) => {
  for (const each of backends.filter(({ install }) => install === undefined)) {
    t.deepEqual(await probeBackend(each), { candidate: each, available: true });
  }
});

test('a package that throws during import is reported with its error in one line', async (t) => {
  const folder = await temporaryFolder(t);
  const probe = async (name: string, source: string): Promise<string | undefined> => {
    const path = join(folder, name);
    await writeFile(path, source);
    const { available, reason } = await probeBackend(candidate(path));
    t.false(available);
    return reason;
  };
  t.is(await probe('throws.cjs', `throw new Error('no binary here\\nsecond line')`), 'no binary here');
  t.is(await probe('text.cjs', `throw 'text'`), 'text');
  // Installed, but without its own dependencies.
  t.regex(
    (await probe('needs.cjs', `require('${absent}')`))!,
    new RegExp(`^Cannot find module '${absent}'$`),
  );
  t.is(await probe('idle.cjs', ''), 'it belongs to another copy of TensorFlow.js');
});

serial(
  '--backend selects a backend by name; wasm logs which operations it leaves to another backend',
  async (t) => {
    t.is(await selectBackend('cpu', never), 'cpu');
    t.is(getBackend(), 'cpu');
    const warnings: string[] = [];
    t.is(await selectBackend('wasm', (line) => warnings.push(line)), 'wasm');
    t.is(getBackend(), 'wasm');
    t.is(sum(ones([3])).dataSync()[0], 3);
    t.deepEqual(warnings, []);
    t.is(unsortedSegmentSum(ones([2]), tensor1d([0, 0], 'int32'), 1).dataSync()[0], 2);
    t.deepEqual(warnings, [
      'wasm has no kernel UnsortedSegmentSum: the operation runs on the slower cpu backend.',
    ]);
  },
);

serial('--threads is accepted for onnx only, and does not change results', async (t) => {
  t.is(await selectBackend('onnx', never), 'onnx');
  const results: Float32Array[] = [];
  for (const threads of [1, 2]) {
    await useThreads('onnx', threads);
    const square = tensor2d(
      Float32Array.from({ length: 300 * 300 }, (_, index) => Math.sin(index)),
      [300, 300],
    );
    results.push(await tanh(matMul(square, square)).data<'float32'>());
  }
  t.deepEqual(results[0], results[1]);
  const error = await t.throwsAsync(useThreads('wasm', 2), { instanceOf: HelmholtzError });
  t.is(error.message, '--threads 2 has no effect on the backend "wasm".');
  t.regex(error.hint!, /^Only onnx has this option/);
});

serial('an unknown backend is refused with the valid names', async (t) => {
  const error = await t.throwsAsync(selectBackend('wams', never), { instanceOf: HelmholtzError });
  t.is(error.kind, 'usage');
  t.is(error.message, 'There is no backend named "wams".');
  t.regex(error.hint!, /Did you mean "wasm"\?.*auto, tensorflow-gpu, onnx, tensorflow, wasm, cpu/);
});

const [first] = missing;
const installed = (await Promise.all(missing.map(probeBackend))).some(({ available }) => available);
const withoutTensorFlow = installed ? test.serial.skip : serial;

withoutTensorFlow('a backend that is not installed is refused with the command that adds it', async (t) => {
  const error = await t.throwsAsync(selectBackend(first!.name, never), { instanceOf: HelmholtzError });
  t.is(error.kind, 'usage');
  t.is(error.message, 'The backend "tensorflow-gpu" does not load: not installed.');
  t.is(error.hint, `Install it with: ${installCommand('@tensorflow/tfjs-node-gpu')}`);
});

withoutTensorFlow('auto selects the first backend that loads and can be initialized', async (t) => {
  const broken = (name: string): void => {
    removeBackend(name);
    registerBackend(name, () => {
      throw new Error('no SIMD here');
    });
  };
  t.is(await selectBackend('auto', never), 'onnx');
  broken('onnx');
  t.is(await selectBackend('auto', never), 'wasm');
  broken('wasm');
  const error = await t.throwsAsync(selectBackend('wasm', never), { instanceOf: HelmholtzError });
  t.is(error.message, 'The backend "wasm" does not load: it could not be initialized.');
  t.is(await selectBackend('auto', never), 'cpu');
  t.is(getBackend(), 'cpu');
});
