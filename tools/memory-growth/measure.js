// Watches the memory of a process that trains the tutorial's VAE by compiled steps, and then
// compiles it again and again.
//
//   node --expose-gc tools/memory-growth/measure.js [--steps 10000] [--recompiles 200]
//
// After a warm-up of a tenth of each, a line at each twentieth: the resident memory of the process
// and the heap of JavaScript, both after a collection, and what they have grown by since the
// warm-up, in MB (10^6 bytes).
import { compileSteps } from '@helmholtz/backend-onnx';
import * as tf from '@tensorflow/tfjs-core';
// It makes the gradients known.
import '@tensorflow/tfjs-layers';
import process from 'node:process';
import { setTimeout } from 'node:timers/promises';
import { readOptions } from '../options.js';

const { values } = readOptions(import.meta.url, {
  options: {
    steps: { type: 'string', default: '10000' },
    recompiles: { type: 'string', default: '200' },
  },
});
const collect = globalThis.gc;
if (!collect) throw new Error('Run it with --expose-gc: node --expose-gc tools/memory-growth/measure.js');

const [EXAMPLES, OBSERVED, HIDDEN, LATENT, BATCH] = [10_000, 784, 256, 2, 100];
const STRIDE = 25;

await tf.setBackend('onnx');

/**
 * @param {number} inputs
 * @param {number} outputs
 */
const weights = (inputs, outputs) => ({
  kernel: tf.variable(tf.randomNormal([inputs, outputs], 0, 1 / Math.sqrt(inputs))),
  bias: tf.variable(tf.zeros([outputs])),
});
/**
 * @param {tf.Tensor} x
 * @param {ReturnType<typeof weights>} layer
 */
const dense = (x, { kernel, bias }) => tf.add(tf.matMul(x, kernel), bias);
const layers = {
  hidden: weights(OBSERVED, HIDDEN),
  loc: weights(HIDDEN, LATENT),
  logScale: weights(HIDDEN, LATENT),
  generative: weights(LATENT, HIDDEN),
  logits: weights(HIDDEN, OBSERVED),
};

/**
 * The negative ELBO in nats, the mean over the batch: -log Bernoulli(x; logits) + KL(q(z|x), p(z)).
 *
 * @param {tf.Tensor} x
 * @param {tf.Tensor} noise
 * @returns {tf.Scalar}
 */
function nelbo(x, noise) {
  const hidden = tf.relu(dense(x, layers.hidden));
  const loc = dense(hidden, layers.loc);
  const logScale = dense(hidden, layers.logScale);
  const latent = tf.add(loc, tf.mul(tf.exp(logScale), noise));
  const logits = dense(tf.relu(dense(latent, layers.generative)), layers.logits);
  const nll = tf.sum(tf.sub(tf.softplus(logits), tf.mul(x, logits)), 1);
  const variance = tf.exp(tf.mul(logScale, 2));
  const terms = tf.sub(tf.add(variance, tf.square(loc)), tf.add(tf.mul(logScale, 2), 1));
  return tf.mean(tf.add(nll, tf.mul(tf.sum(terms, 1), 0.5)));
}

const data = Float32Array.from({ length: EXAMPLES * OBSERVED }, (_, index) => (index % 7 < 2 ? 1 : 0));
const optimizer = tf.train.adam(0.001);
const compiled = () =>
  compileSteps(
    (inputs) => {
      const [indices, noise, examples] = /** @type {[tf.Tensor1D, tf.Tensor, tf.Tensor]} */ (inputs);
      const loss = () => nelbo(tf.gather(examples, indices), noise);
      const { value, grads } = tf.variableGrads(loss);
      optimizer.applyGradients(/** @type {any} */ (grads));
      return [value];
    },
    {
      perStep: [
        { shape: [BATCH], type: 'int32' },
        { shape: [BATCH, LATENT], type: 'float32' },
      ],
      constant: [{ shape: [EXAMPLES, OBSERVED], type: 'float32', data }],
    },
  );

const indices = Int32Array.from({ length: STRIDE * BATCH }, (_, index) => (index * 7919) % EXAMPLES);
const noise = Float32Array.from({ length: STRIDE * BATCH * LATENT }, (_, index) => Math.sin(index * 12.9898));
const run = (/** @type {ReturnType<typeof compiled>} */ steps) => steps.run(STRIDE, [indices, noise]);

const megabytes = (/** @type {number} */ bytes) => bytes / 1e6;

async function memory() {
  // Native memory goes with its owner in JavaScript, some of it a turn later.
  for (let turn = 0; turn < 3; turn++) {
    collect?.();
    await setTimeout(5);
  }
  const { rss, heapUsed } = process.memoryUsage();
  return { rss: megabytes(rss), heap: megabytes(heapUsed) };
}

/**
 * Repeats an action, and prints the growth of memory during it.
 *
 * @param {string} what
 * @param {number} count
 * @param {() => unknown} act
 */
async function watch(what, count, act) {
  const warmUp = Math.ceil(count / 10);
  for (let done = 0; done < warmUp; done++) act();
  const start = await memory();
  const line = (/** @type {number} */ done, /** @type {typeof start} */ { rss, heap }) =>
    console.log(
      `${String(done).padStart(6)} ${what}  resident ${rss.toFixed(1)} (${change(rss - start.rss)})  heap ${heap.toFixed(1)} (${change(heap - start.heap)})`,
    );
  line(0, start);
  const every = Math.ceil(count / 20);
  for (let done = 1; done <= count; done++) {
    act();
    if (done % every === 0 || done === count) line(done, await memory());
  }
}

const change = (/** @type {number} */ megabytes) => `${megabytes < 0 ? '' : '+'}${megabytes.toFixed(1)}`;

const steps = compiled();
await watch(`x ${STRIDE} steps`, Math.ceil(Number(values.steps) / STRIDE), () => run(steps));
steps.dispose();
await watch('recompiles', Number(values.recompiles), () => {
  const again = compiled();
  run(again);
  again.dispose();
});
