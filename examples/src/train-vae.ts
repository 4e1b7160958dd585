import { compileSteps } from '@helmholtz/backend-onnx';
import { setBackend } from '@tensorflow/tfjs-core';
import { compiledStep, createOptimizer, elbo, train } from '@helmholtz/core';
import { loadDataset } from '@helmholtz/datasets';
import { buildModel } from '@helmholtz/recipes';

await setBackend('onnx');
const data = await loadDataset('digits');
const model = buildModel({
  recipe: 'vae',
  observed: { shape: [784] },
  latents: [{ name: 'z', size: 2 }],
  networks: {
    recognition: [{ layer: 'dense', units: 256, activation: 'relu' }],
    generative: [{ layer: 'dense', units: 256, activation: 'relu' }],
  },
});
const { history } = await train(model, {
  data: data.train,
  test: data.test,
  objective: elbo(),
  optimizer: createOptimizer({ name: 'adam', learningRate: 0.001 }),
  epochs: 5,
  batchSize: 100,
  seed: 1,
  createStep: compiledStep(compileSteps, console.warn),
});
console.log(history.at(-1)?.test); // { nelbo, expectedLogLikelihood, kl, 'kl/z', ... }
