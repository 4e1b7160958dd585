import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { add, matMul, ones, setBackend } from '@tensorflow/tfjs-core';
import test from 'ava';

import '../index.js';

const run = promisify(execFile);
const entry = new URL('../index.js', import.meta.url).href;

/** Output of a program in which loading the native library fails for the given reason. */
async function withoutLibrary(reason: string): Promise<Record<string, unknown>> {
  const broken = `
    import { Module } from 'node:module';
    const load = Module._load;
    Module._load = (request, ...rest) => {
      if (request === 'onnxruntime-node/dist/binding.js') throw new Error(${JSON.stringify(reason)});
      return load(request, ...rest);
    };
    const { onnxProblem } = await import('${entry}');
    const tf = await import('@tensorflow/tfjs-core');
    const set = await tf.setBackend('onnx').catch((error) => error.message);
    console.log(JSON.stringify({ problem: onnxProblem(), set }));`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', broken], {
    cwd: new URL('../..', import.meta.url),
  });
  return JSON.parse(stdout.trim().split('\n').at(-1)!) as Record<string, unknown>;
}

for (const reason of ["Cannot find module '../bin/linux-x64.node'", 'libonnxruntime.so.1: file too short']) {
  test(`a library that does not load is reported, and the program continues: ${reason}`, async (t) => {
    const { problem, set } = await withoutLibrary(reason);
    t.is(set, false);
    t.true((problem as string).includes(reason));
    t.true((problem as string).includes(`${process.platform}-${process.arch}`));
    t.regex(problem as string, /Install onnxruntime-node again, or choose another backend/);
  });
}

test.serial('a tensor larger than the memory is an error, and the backend continues to work', async (t) => {
  await setBackend('onnx');
  // 8e6 * 8e6 floats are more than a process can address.
  const product = matMul(ones([8e6, 1]), ones([1, 8e6]));
  t.throws(() => product.dataSync(), { message: /Not enough memory: use smaller batches/ });
  t.deepEqual([...add(1, 2).dataSync()], [3]);
});
