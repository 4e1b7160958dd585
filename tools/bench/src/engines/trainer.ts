// Helmholtz as a user runs it: a spec, the trainer, compiled steps. One long training, which waits
// between requests.
import '@helmholtz/backend-onnx';
import { compileSteps } from '@helmholtz/backend-onnx';
import { type CreateStep, type Dataset, compiledStep, createOptimizer, train } from '@helmholtz/core';
import { assemble } from '@helmholtz/recipes';
import { setBackend, tensor, tidy, version_core } from '@tensorflow/tfjs-core';

import { ADAM_EPSILON, LEARNING_RATE, type Work } from '../work/work.js';
import type { Arrays } from './arrays.js';
import { Skip, serve } from './serve.js';
import { Turnstile } from './turnstile.js';

await serve(async ({ work }, arrays) => {
  await setBackend('onnx');
  const { model, objective } = assembled(work);
  for (const [index, variable] of model.trainableVariables.entries()) {
    const { data, shape } = arrays.weights[index]!;
    tidy(() => variable.assign(tensor(data, shape)));
  }
  const turnstile = new Turnstile();
  const createStep: CreateStep = async (options) => {
    const compiled = compiledStep(compileSteps, (line) => {
      throw new Skip(line);
    });
    return turnstile.around(await compiled(options));
  };
  const training = train(model, {
    data: dataset(arrays),
    objective,
    optimizer: createOptimizer({ name: 'adam', learningRate: LEARNING_RATE, epsilon: ADAM_EPSILON }),
    epochs: Number.MAX_SAFE_INTEGER,
    batchSize: work.batch,
    seed: 1,
    createStep,
  });
  training.catch((error: Error) => turnstile.fail(error));
  await turnstile.arrived();
  return {
    version: `TensorFlow.js ${version_core}`,
    update: (indices, noise) => turnstile.pass(1, { indices: Uint32Array.from(indices), noise }),
    run: (steps) => turnstile.pass(steps),
  };
});

function assembled({ model }: Work): ReturnType<typeof assemble> {
  if (model.model !== 'dense-vae') throw new Skip(`there is no spec for a model of kind ${model.model} here`);
  const dense = (units: number) => ({ layer: 'dense', units, activation: 'relu' }) as const;
  return assemble({
    recipe: 'vae',
    observed: { shape: [model.observed] },
    latents: [{ name: 'z', size: model.latent }],
    networks: {
      recognition: model.hidden.map(dense),
      generative: model.hidden.toReversed().map(dense),
    },
  });
}

function dataset({ data, examples }: Arrays): Dataset {
  const observed = data.length / examples;
  return {
    name: 'random',
    size: examples,
    shape: [observed],
    fixed: true,
    read(indices, out) {
      for (let row = 0; row < indices.length; row++) {
        const start = indices[row]! * observed;
        out.set(data.subarray(start, start + observed), row * observed);
      }
    },
  };
}
