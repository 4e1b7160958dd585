/**
 * A variational autoencoder whose posterior is a normalizing flow, line by line, on plain
 * TensorFlow.js: `compile` and `fit`, and layers of Helmholtz for the flow (Rezende and Mohamed
 * 2015).
 * Compare keras-tutorial.ts, which has the posterior without a flow. The flow is planar by default.
 * Any step with a cheap forward direction takes its place.
 *
 *     npm run build && node examples/dist/planar-flow.js [epochs] [planar, coupling or autoregressive]
 */
import { pathToFileURL } from 'node:url';

import { RandomStream, type SingleDataset, noiseSource } from '@helmholtz/core';
import { loadDataset } from '@helmholtz/datasets';
import {
  ChangeOfVariables,
  DrawWithLogProb,
  bernoulliLikelihood,
  klDivergenceLayer,
  noiseInput,
  normalizingFlow,
} from '@helmholtz/layers';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import {
  type LayersModel,
  type SymbolicTensor,
  input,
  layers,
  model,
  sequential,
} from '@tensorflow/tfjs-layers';

import { tensorOf } from './keras-tutorial.js';

type Steps = Parameters<typeof normalizingFlow>[0]['steps'];

/** Flows with a cheap forward direction, which a posterior needs to draw. */
export const flows = {
  planar: [{ name: 'planar', repeat: 8 }],
  coupling: [{ name: 'affineCoupling', repeat: 4 }],
  autoregressive: [{ name: 'inverseAutoregressive', repeat: 2 }],
} as const satisfies Readonly<Record<string, Steps>>;

export interface PlanarFlowOptions {
  readonly train: SingleDataset;
  readonly intermediateDim?: number;
  readonly latentDim?: number;
  /** Steps of the flow; 8 planar steps by default. */
  readonly steps?: Steps;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly seed?: number;
  readonly onEpochEnd?: (epoch: number, nelbo: number) => void;
}

export interface PlanarFlow {
  /** The NELBO of each epoch in nats, a mean over examples. */
  readonly history: readonly number[];
  /** x and noise to the logits of x. */
  readonly vae: LayersModel;
  /** x and noise to z and log q(z given x). */
  readonly posterior: LayersModel;
  /** z to the logits of x. */
  readonly decoder: LayersModel;
}

export async function planarFlow({
  train,
  intermediateDim = 256,
  latentDim = 2,
  steps = flows.planar,
  epochs = 20,
  batchSize = 100,
  seed = 0,
  onEpochEnd = () => undefined,
}: PlanarFlowOptions): Promise<PlanarFlow> {
  const originalDim = train.shape.reduce((product, axis) => product * axis, 1);

  // The decoder, p(x given z), ends in logits.
  const decoder = sequential({
    layers: [
      layers.dense({ units: intermediateDim, inputShape: [latentDim], activation: 'relu' }),
      layers.dense({ units: originalDim }),
    ],
  });

  // The encoder computes the base of the flow, N(mu, sigma^2).
  const x = input({ shape: [originalDim], name: 'x' });
  const h = layers.dense({ units: intermediateDim, activation: 'relu' }).apply(x) as SymbolicTensor;
  const zMu = layers.dense({ units: latentDim }).apply(h) as SymbolicTensor;
  const zLogVar = layers.dense({ units: latentDim }).apply(h) as SymbolicTensor;

  // z0 is drawn from noise, an input, with log q(z0).
  const eps = noiseInput({ shape: [latentDim], name: 'eps', variable: 'z' });
  const draw = new DrawWithLogProb({ family: { name: 'normal' } });
  const [z0, logQ0] = draw.apply([zMu, zLogVar, eps]) as SymbolicTensor[];

  // The flow: steps, whose parameters depend on h, from z0 to zK, with log |det dzK / dz0|.
  const flow = normalizingFlow({ steps });
  const [zK, logDet] = flow.apply([z0!, h]) as SymbolicTensor[];

  // log q(zK given x) = log q(z0 given x) - log |det dzK / dz0|
  const logQ = new ChangeOfVariables({}).apply([logQ0!, logDet!]) as SymbolicTensor;

  // The layer adds log q(zK given x) - log p(zK) to the loss, p(z) = N(0, I).
  const kl = klDivergenceLayer({ posterior: 'flow', atDraw: true });
  const [, z] = kl.apply([logQ, zK!]) as SymbolicTensor[];

  const likelihood = bernoulliLikelihood();
  const vae = model({ inputs: [x, eps], outputs: likelihood.apply(decoder.apply(z!)) as SymbolicTensor });
  vae.compile({ optimizer: tf.train.adam(1e-3), loss: likelihood.nll });

  const xTrain = tensorOf(train);
  const history: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    // `fit` feeds noise as it feeds data: new noise for each epoch.
    const values = new Float32Array(train.size * latentDim);
    noiseSource('standardNormal').fill(values, new RandomStream(seed, 'epoch', epoch));
    const noise = tf.tensor(values, [train.size, latentDim]);
    const fitted = await vae.fit([xTrain, noise], xTrain, {
      epochs: 1,
      batchSize,
      shuffle: true,
      verbose: 0,
    });
    noise.dispose();
    history.push(fitted.history['loss']![0] as number);
    onEpochEnd(epoch + 1, history.at(-1)!);
  }
  xTrain.dispose();
  return { history, vae, posterior: model({ inputs: [x, eps], outputs: [zK!, logQ] }), decoder };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await tf.setBackend('wasm');
  const { train } = await loadDataset('digits');
  await planarFlow({
    train,
    epochs: Number(process.argv[2] ?? 20),
    steps: flows[(process.argv[3] ?? 'planar') as keyof typeof flows],
    onEpochEnd: (epoch, nelbo) => console.log(`${String(epoch).padStart(5)} ${nelbo.toFixed(2).padStart(8)}`),
  });
}
