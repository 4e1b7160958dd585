// jax-js in Node: one jitted step in WebAssembly that draws the noise, picks the batch and updates
// the weights.  An array is given away when it is used, and `.ref` keeps it. What is traced keeps
// everything: that costs nothing later.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import {
  type Array as JaxArray,
  defaultDevice,
  init,
  jit,
  numpy as np,
  random,
  valueAndGrad,
} from '@jax-js/jax';

import { ADAM_EPSILON, LEARNING_RATE, noiseShapes } from '../work/work.js';
import { type Weights, lossOf } from './jax-js-losses.js';
import { serve } from './serve.js';

/** Weights and Adam's state; a type, not an interface, for jax-js takes it apart. */
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions
type State = {
  readonly weights: Weights;
  readonly first: Weights;
  readonly second: Weights;
  readonly count: JaxArray;
};

await serve(
  async ({ work }, arrays) => {
    const loss = lossOf(work);
    const shapes = noiseShapes(work);
    const observed = arrays.data.length / arrays.examples;
    const data = np.array(arrays.data).reshape([arrays.examples, observed]);
    const initial = (value: (weight: Float32Array) => Float32Array): Weights =>
      Object.fromEntries(
        arrays.weights.map(({ name, shape, data: weight }) => [name, np.array(value(weight)).reshape(shape)]),
      );
    const zeros = (weight: Float32Array): Float32Array => new Float32Array(weight.length);
    let state: State = {
      weights: initial((weight) => weight.slice()),
      first: initial(zeros),
      second: initial(zeros),
      count: np.array(0),
    };
    let key = random.key(1);

    const update = (
      before: State,
      indices: JaxArray,
      noise: JaxArray[],
      all: JaxArray,
    ): [State, JaxArray] => {
      const batch = np.take(all.ref, indices.ref, 0);
      const kept = each(before.weights, (weight) => weight.ref);
      const [value, gradients] = valueAndGrad(loss)(kept, batch.ref, noise);
      return [adam(before, gradients), value];
    };
    const compiledUpdate = jit(update);
    const drawn = jit((before: State, indices: JaxArray, from: JaxArray, all: JaxArray) => {
      const keys = random.split(from.ref, shapes.length + 1);
      const keyAt = (index: number): JaxArray => np.take(keys.ref, np.array(index, { dtype: np.int32 }), 0);
      const noise = shapes.map((shape, index) => random.normal(keyAt(index + 1), shape));
      return [...update(before, indices, noise, all), keyAt(0)] as [State, JaxArray, JaxArray];
    });

    return {
      version: `jax-js ${version()}`,
      async update(indices, noise) {
        const fed = noise.map((values, index) => np.array(values).reshape(shapes[index]!));
        const [after, value] = compiledUpdate(state, np.array(indices), fed, data.ref);
        state = after;
        return read(value);
      },
      async run(steps) {
        let last = NaN;
        for (let step = 0; step < steps; step++) {
          const indices = Int32Array.from({ length: work.batch }, () =>
            Math.floor(Math.random() * arrays.examples),
          );
          const [after, value, next] = drawn(state, np.array(indices), key, data.ref);
          state = after;
          key = next;
          last = await read(value);
        }
        return last;
      },
    };
  },
  async () => {
    await init('wasm');
    defaultDevice('wasm');
  },
);

async function read(scalar: JaxArray): Promise<number> {
  return (await scalar.jsAsync()) as number;
}

function adam({ weights, first, second, count: before }: State, gradients: Weights): State {
  const count = before.ref.add(1);
  const newFirst = each(first, (m, name) => m.ref.mul(0.9).add(gradients[name]!.ref.mul(0.1)));
  const newSecond = each(second, (v, name) => {
    const gradient = gradients[name]!;
    return v.ref.mul(0.999).add(gradient.ref.mul(gradient.ref).mul(0.001));
  });
  // 1 - beta^count
  const unbiased = (beta: number): JaxArray => np.subtract(1, np.exp(count.ref.mul(Math.log(beta))));
  const changed = each(weights, (weight, name) => {
    const step = newFirst[name]!.ref.div(unbiased(0.9)).mul(LEARNING_RATE);
    const scale = np.sqrt(newSecond[name]!.ref.div(unbiased(0.999))).add(ADAM_EPSILON);
    return weight.ref.sub(step.div(scale));
  });
  return { weights: changed, first: newFirst, second: newSecond, count };
}

function each(arrays: Weights, change: (array: JaxArray, name: string) => JaxArray): Weights {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, change(array, name)]));
}

function version(): string {
  const entry = createRequire(import.meta.url).resolve('@jax-js/jax');
  const text = readFileSync(join(dirname(entry), '..', 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
