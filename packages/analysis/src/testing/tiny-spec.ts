import { parseSpec, type Spec, type SpecInput } from '@helmholtz/core';
import { env, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

env().set('IS_TEST', true);
await setBackend('cpu');

/** A VAE of four binary elements, small enough to train in milliseconds. */
export function tinySpec(changes: Partial<SpecInput> = {}): Spec {
  return parseSpec({
    recipe: 'vae',
    observed: { shape: [4] },
    latents: [{ name: 'z', size: 2 }],
    networks: { recognition: [{ layer: 'dense', units: 3, activation: 'tanh' }], generative: [] },
    training: { epochs: 3, batchSize: 16 },
    optimizer: { name: 'adam', learningRate: 0.01 },
    ...changes,
  });
}
