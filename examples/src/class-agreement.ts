/**
 * Checks whether samples of a conditional model belong to their class, by a classifier that was
 * trained on real digits:
 *
 *     npx helmholtz train cvae --dataset mnist --out runs/cvae
 *     node examples/dist/class-agreement.js runs/cvae [samples]
 */
import { pathToFileURL } from 'node:url';

import '@helmholtz/backend-onnx';
import {
  type LatentVariableModel,
  RandomStream,
  type SingleDataset,
  chooseConditions,
  decodedMeans,
  permutation,
  priorDraws,
  readExamples,
  restoreAssembly,
  withSeededRandom,
} from '@helmholtz/core';
import { RunDirectory } from '@helmholtz/core/run';
import { type Dataset, loadDataset } from '@helmholtz/datasets';
import { assemble } from '@helmholtz/recipes';
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';

export interface LabelledImages {
  /** [count, rows, columns, channels] */
  readonly images: tf.Tensor4D;
  /** The class of each. */
  readonly labels: readonly number[];
}

/** Returns examples of a data set with labels, all by default. */
export function labelledImages(dataset: Dataset, count = dataset.size): LabelledImages {
  const { labels } = dataset;
  if (!labels) throw new Error(`${dataset.name} has no labels to train a classifier on.`);
  const indices = Array.from({ length: count }, (_, index) => index);
  const { values } = readExamples(dataset, indices);
  return { images: tf.tensor4d(values, imagesShape(count, dataset)), labels: [...labels.subarray(0, count)] };
}

/**
 * Samples of a conditional model, each class in turn: the means of the pixels.
 */
export async function requestedImages(
  model: LatentVariableModel,
  dataset: SingleDataset,
  count: number,
  classes: number,
  seed = 0,
): Promise<LabelledImages> {
  const conditions = chooseConditions(model, dataset, count);
  const codes = await priorDraws(model, count, seed, conditions);
  const { values } = (await decodedMeans(model, codes, conditions)).get(model.observed[0]!.name)!;
  return {
    images: tf.tensor4d(values, imagesShape(count, dataset)),
    labels: Array.from({ length: count }, (_, index) => index % classes),
  };
}

/** Convolutions of 5 by 5 and pooling, twice, to the probabilities of the classes. */
export async function trainClassifier(
  { images, labels }: LabelledImages,
  classes: number,
  { epochs = 5, batchSize = 100, seed = 0, onEpochEnd = (_epoch: number): void => undefined } = {},
): Promise<LayersModel> {
  const convolution = { kernelSize: 5, activation: 'relu', kernelInitializer: 'heNormal' } as const;
  const pooling = { poolSize: 2, strides: 2 };
  const random = new RandomStream(seed, 'classifier');
  const classifier = withSeededRandom(random, () =>
    sequential({
      layers: [
        layers.conv2d({ ...convolution, filters: 16, inputShape: images.shape.slice(1) }),
        layers.maxPooling2d(pooling),
        layers.conv2d({ ...convolution, filters: 32 }),
        layers.maxPooling2d(pooling),
        layers.flatten(),
        layers.dense({ units: classes, activation: 'softmax' }),
      ],
    }),
  );
  classifier.compile({ optimizer: tf.train.adam(0.001), loss: 'categoricalCrossentropy' });
  const targets = tf.oneHot(tf.tensor1d([...labels], 'int32'), classes);
  for (let epoch = 1; epoch <= epochs; epoch++) {
    // `fit` shuffles without a seed.
    const order = permutation(labels.length, random);
    for (let start = 0; start < order.length; start += batchSize) {
      const rows = [...order.subarray(start, start + batchSize)];
      const batch = [tf.gather(images, rows), tf.gather(targets, rows)] as const;
      await classifier.trainOnBatch(...batch);
      tf.dispose([...batch]);
    }
    onEpochEnd(epoch);
  }
  targets.dispose();
  return classifier;
}

/**
 * Accuracy of the classifier on the samples, for each class and for all together.
 */
export function agreement(classifier: LayersModel, { images, labels }: LabelledImages) {
  const predicted = tf.tidy(() => {
    const probabilities = classifier.predict(images, { batchSize: 500 }) as tf.Tensor;
    return tf.argMax(probabilities, 1).arraySync() as number[];
  });
  const shareOf = (rows: readonly number[]): number =>
    rows.filter((row) => predicted[row] === labels[row]).length / rows.length;
  const all = [...labels.keys()];
  const classes = [...new Set(labels)].sort((a, b) => a - b);
  return {
    all: shareOf(all),
    perClass: new Map(classes.map((label) => [label, shareOf(all.filter((row) => labels[row] === label))])),
  };
}

function imagesShape(count: number, { shape }: Pick<Dataset, 'shape'>): [number, number, number, number] {
  const [rows = 1, columns = 1, channels = 1] = shape;
  return [count, rows, columns, channels];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const [folder = 'runs/cvae', samples = '1000'] = process.argv.slice(2);
  await tf.setBackend('onnx');
  const run = await RunDirectory.open(folder);
  const assembly = assemble(await run.readSpec());
  await restoreAssembly(assembly, run);

  const { dataset, dataDir } = assembly.spec.data;
  const { train, test } = await loadDataset(dataset, { dataDir });
  const classes = train.classNames?.length ?? 10;
  const classifier = await trainClassifier(labelledImages(train), classes, {
    onEpochEnd: (epoch) => console.error(`classifier: epoch ${epoch} done`),
  });
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  const real = agreement(classifier, labelledImages(test)).all;
  console.log(`${percent(real)} of ${test.size} test images are classified as what they are`);
  const drawn = await requestedImages(assembly.model, test, Number(samples), classes, assembly.spec.seed);
  const { all, perClass } = agreement(classifier, drawn);
  console.log(`${percent(all)} of ${samples} samples are classified as the class that was asked for`);
  for (const [label, share] of perClass)
    console.log(`  ${train.classNames?.[label] ?? label}: ${percent(share)}`);
}
