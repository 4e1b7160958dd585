import { itemAt } from '@helmholtz/base';
import { type Scalar, add, cast, greater, less, mean, mul, neg, softplus } from '@tensorflow/tfjs-core';
import { type SymbolicTensor, input, layers, model } from '@tensorflow/tfjs-layers';

import { RandomStream, withSeededRandom } from '@helmholtz/distributions';

import { logLikelihood } from '../graph/log-densities.js';
import { LatentVariableModel } from '../graph/model.js';
import { OwnedNetwork } from '../graph/owned-network.js';
import type { Phase, PhasedObjective } from '../objectives/objective.js';
import { type TinyOptions, tinyGraph } from './tiny-model.js';

/** A discriminator of codes of two elements, through a hidden layer. */
export function tinyDiscriminator(hidden: () => layers.Layer[] = hiddenLayer, seed = 0): OwnedNetwork {
  return withSeededRandom(new RandomStream(seed, 'discriminator'), () => {
    const code = input({ shape: [2], name: 'z' });
    const features = hidden().reduce((tensor, layer) => layer.apply(tensor) as SymbolicTensor, code);
    const logits = layers.dense({ units: 1, name: 'logits' }).apply(features) as SymbolicTensor;
    return new OwnedNetwork(
      'discriminator',
      model({ name: 'tiny_discriminator', inputs: code, outputs: logits }),
    );
  });
}

const hiddenLayer = (): layers.Layer[] => [layers.dense({ units: 4, activation: 'tanh', name: 'hidden' })];

/** The tiny VAE beside a discriminator of its codes. */
export function tinyAdversary(
  options: TinyOptions = {},
  network = tinyDiscriminator(undefined, options.seed),
): LatentVariableModel {
  return new LatentVariableModel(tinyGraph(options), undefined, [network]);
}

/** An adversarial autoencoder: the discriminator learns, then the model learns to fool it. */
export function adversarial({
  discriminator,
  autoencoder,
}: Partial<Record<'discriminator' | 'autoencoder', Partial<Phase>>> = {}): PhasedObjective {
  return {
    name: 'adversarial',
    monitor: { metric: 'reconstructionError', mode: 'min' },
    networks: { discriminator: { input: 'z', output: [1] } },
    noise: { prior: { shape: 'z' } },
    coefficients: (progress) => ({ weight: progress ? Math.min(1, progress.step / 4) : 1 }),
    phases: [
      {
        name: 'discriminator',
        weights: ['discriminator'],
        evaluate(view) {
          const [code] = view.terms().latents;
          const network = view.network('discriminator');
          const [real, fake] = [network(view.noise('prior')), network(code!.value!)];
          const loss: Scalar = add(mean(softplus(neg(real))), mean(softplus(fake)));
          const right = add(mean(cast(greater(real, 0), 'float32')), mean(cast(less(fake, 0), 'float32')));
          return { loss, metrics: { accuracy: mul(right, 0.5) } };
        },
        ...discriminator,
      },
      {
        name: 'autoencoder',
        weights: 'model',
        evaluate(view, { coefficients }) {
          const { latents, observed } = view.terms();
          const reconstructionError: Scalar = neg(mean(logLikelihood(itemAt(observed, 0))));
          const fooling: Scalar = mean(
            softplus(neg(view.network('discriminator')(itemAt(latents, 0).value!))),
          );
          const loss: Scalar = add(reconstructionError, mul(fooling, coefficients['weight'] ?? 1));
          return { loss, metrics: { reconstructionError, fooling } };
        },
        ...autoencoder,
      },
    ],
  };
}
