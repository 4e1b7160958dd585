import { add, memory, mul, scalar, tensor1d, variable } from '@tensorflow/tfjs-core';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { compilerWithFallback, eagerCompiler } from './eager-compiler.js';

test('runs each step on its own data, and leaves variables as the last one does', async (t) => {
  const total = variable(scalar(0));
  const program = eagerCompiler(
    ([x, fixed]) => {
      total.assign(add(total, x!));
      return [mul(x!, fixed!), mul(total, 1)];
    },
    {
      perStep: [{ shape: [], type: 'float32' }],
      constant: [{ shape: [2], type: 'float32', data: Float32Array.of(1, 10) }],
      numbers: [],
    },
  );
  const before = memory().numTensors;
  t.deepEqual(await program.run(3, [Float32Array.of(1, 2, 3)]), [
    [1, 10, 2, 20, 3, 30],
    [1, 3, 6],
  ]);
  t.is(total.dataSync()[0], 6);
  t.is(memory().numTensors, before);
  program.dispose();
});

const nothing = { perStep: [], constant: [], numbers: [] };

test("runs steps that can't be compiled eagerly, and reports why", async (t) => {
  const said: string[] = [];
  const compile = compilerWithFallback(
    () => {
      throw Object.assign(new Error('it reads.'), { name: 'CompileError' });
    },
    (line) => said.push(line),
  );
  t.deepEqual(await compile(() => [tensor1d([1, 2])], nothing).run(1, []), [[1, 2]]);
  t.deepEqual(said, ['The evaluation is not compiled, and so slower: it reads.']);
});

test('any other error is thrown', (t) => {
  const compile = compilerWithFallback(
    () => {
      throw new RangeError('no');
    },
    () => t.fail(),
  );
  t.throws(() => compile(() => [], nothing), { instanceOf: RangeError });
});
