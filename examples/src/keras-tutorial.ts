/**
 * The variational autoencoder of the tutorial "Implementing Variational Autoencoders in Keras:
 * Beyond the Quickstart Tutorial" (L. Tiao, 2017), line by line, on plain TensorFlow.js: `compile`,
 * `fit`, `predict`, and layers of Helmholtz where Keras has none.
 *
 *     npm run build && node examples/dist/keras-tutorial.js [epochs]
 */
import { pathToFileURL } from 'node:url';

import {
  RandomStream,
  type SingleDataset,
  klDivergence,
  noiseSource,
  standardNormalQuantile,
  sumOverEvents,
} from '@helmholtz/core';
import { loadDataset } from '@helmholtz/datasets';
import { bernoulliLikelihood, klDivergenceLayer, logVarianceToScale, noiseInput } from '@helmholtz/layers';
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

export interface TutorialOptions {
  readonly train: SingleDataset;
  readonly test: SingleDataset;
  readonly intermediateDim?: number;
  readonly latentDim?: number;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly seed?: number;
  readonly onEpochEnd?: (row: HistoryRow) => void;
}

/** NELBO of an epoch in nats, a mean over examples; of the test set also its terms. */
export interface HistoryRow {
  readonly epoch: number;
  readonly nelbo: number;
  readonly testNelbo: number;
  readonly testNll: number;
  readonly testKl: number;
}

export interface Tutorial {
  readonly history: readonly HistoryRow[];
  /** x and noise to the logits of x. */
  readonly vae: LayersModel;
  /** x to the location of z. */
  readonly encoder: LayersModel;
  /** z to the logits of x. */
  readonly decoder: LayersModel;
}

export async function kerasTutorial({
  train,
  test,
  intermediateDim = 256,
  latentDim = 2,
  epochs = 50,
  batchSize = 100,
  seed = 0,
  onEpochEnd = () => undefined,
}: TutorialOptions): Promise<Tutorial> {
  const originalDim = train.shape.reduce((product, length) => product * length, 1);

  // The decoder, p(x given z): it ends in logits rather than in probabilities, from which the loss
  // is exact.
  const decoder = sequential({
    layers: [
      layers.dense({ units: intermediateDim, inputShape: [latentDim], activation: 'relu' }),
      layers.dense({ units: originalDim }),
    ],
  });

  // The encoder, q(z given x).
  const x = input({ shape: [originalDim], name: 'x' });
  const h = layers.dense({ units: intermediateDim, activation: 'relu' }).apply(x) as SymbolicTensor;

  const zMu = layers.dense({ units: latentDim }).apply(h) as SymbolicTensor;
  const zLogVar = layers.dense({ units: latentDim }).apply(h) as SymbolicTensor;

  const kl = klDivergenceLayer();
  const [mu, logVar] = kl.apply([zMu, zLogVar]) as [SymbolicTensor, SymbolicTensor];
  const zSigma = logVarianceToScale().apply(logVar) as SymbolicTensor;

  // Reparameterization by merge layers, with noise as an input.
  const eps = noiseInput({ shape: [latentDim], name: 'eps', variable: 'z' });
  const zEps = layers.multiply().apply([zSigma, eps]) as SymbolicTensor;
  const z = layers.add().apply([mu, zEps]) as SymbolicTensor;

  // The whole model. The likelihood's `nll` sums over pixels; `binaryCrossentropy` would average.
  const likelihood = bernoulliLikelihood();
  const xLogits = likelihood.apply(decoder.apply(z)) as SymbolicTensor;
  const vae = model({ inputs: [x, eps], outputs: xLogits });
  vae.compile({ optimizer: 'rmsprop', loss: likelihood.nll });

  const encoder = model({ inputs: x, outputs: zMu });
  const posterior = model({ inputs: x, outputs: [zMu, zLogVar] });

  const noise = (size: number, ...keys: (string | number)[]): tf.Tensor => {
    const values = new Float32Array(size * latentDim);
    noiseSource('standardNormal').fill(values, new RandomStream(seed, ...keys));
    return tf.tensor(values, [size, latentDim]);
  };

  /**
   * TensorFlow.js leaves out of a validation what layers add to the loss, so that the divergence is
   * missing there.
   */
  const testKlOf = (examples: tf.Tensor): number => {
    return tf
      .tidy(() => {
        const parameters = posterior.predict(examples, { batchSize: 1000 }) as tf.Tensor[];
        return tf.mean(sumOverEvents(klDivergence(kl.posterior(parameters), kl.prior([]))));
      })
      .dataSync()[0]!;
  };

  const xTrain = tensorOf(train);
  const xTest = tensorOf(test);
  const epsTest = noise(test.size, 'test');

  const history: HistoryRow[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    // `fit` feeds noise as it feeds data, the same in every epoch, so it is called once for each:
    // an example is seen once an epoch, and thus every batch has new noise.
    const epsTrain = noise(train.size, 'epoch', epoch);
    const fitted = await vae.fit([xTrain, epsTrain], xTrain, {
      initialEpoch: epoch,
      epochs: epoch + 1,
      batchSize,
      shuffle: true,
      validationData: [[xTest, epsTest], xTest],
      verbose: 0,
    });
    epsTrain.dispose();
    const testNll = fitted.history['val_loss']![0] as number;
    const testKl = testKlOf(xTest);
    const row = {
      epoch: epoch + 1,
      nelbo: fitted.history['loss']![0] as number,
      testNelbo: testNll + testKl,
      testNll,
      testKl,
    };
    history.push(row);
    onEpochEnd(row);
  }
  tf.dispose([xTrain, xTest, epsTest]);
  return { history, vae, encoder, decoder };
}

/** All examples of a data set, [size, elements]. */
export function tensorOf(dataset: SingleDataset): tf.Tensor2D {
  const length = dataset.shape.reduce((product, axis) => product * axis, 1);
  const values = new Float32Array(dataset.size * length);
  dataset.read(
    Array.from({ length: dataset.size }, (_, index) => index),
    values,
    new RandomStream(0, dataset.name),
  );
  return tf.tensor2d(values, [dataset.size, length]);
}

/**
 * The decoder's pictures of an n by n grid of latents, as one picture [n * side, n * side]: equal
 * steps on the unit square through the inverse distribution function of the prior.
 */
export function manifold(decoder: LayersModel, side: number, n = 15): tf.Tensor2D {
  return tf.tidy(() => {
    const steps = Array.from({ length: n }, (_, index) =>
      standardNormalQuantile(0.05 + (0.9 * index) / (n - 1)),
    );
    const grid = steps.flatMap((down) => steps.map((across) => [across, down]));
    const pictures = tf.sigmoid(decoder.predict(tf.tensor2d(grid)) as tf.Tensor);
    const tiles = tf.transpose(tf.reshape(pictures, [n, n, side, side]), [0, 2, 1, 3]);
    return tf.reshape(tiles, [n * side, n * side]);
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await tf.setBackend('wasm');
  const { train, test } = await loadDataset('digits');
  const epochs = Number(process.argv[2] ?? 50);
  console.log('epoch    NELBO   test NELBO = NLL + KL');
  const { decoder } = await kerasTutorial({
    train,
    test,
    epochs,
    onEpochEnd({ epoch, nelbo, testNelbo, testNll, testKl }) {
      const columns = [nelbo, testNelbo, testNll, testKl].map((value) => value.toFixed(2).padStart(8));
      console.log(`${String(epoch).padStart(5)} ${columns[0]}    ${columns[1]} ${columns[2]} ${columns[3]}`);
    },
  });
  printManifold(decoder);
}

/** The manifold in characters, every second row and column of it. */
function printManifold(decoder: LayersModel): void {
  const picture = manifold(decoder, 28, 5);
  const rows = picture.arraySync().filter((_, row) => row % 2 === 0);
  for (const row of rows)
    console.log(row.map((value) => ' .:-=+*#%@'[Math.min(Math.floor(value * 10), 9)]).join(''));
}
