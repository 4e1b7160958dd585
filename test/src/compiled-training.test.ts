// What a training by compiled steps meets beyond equal batches of fixed data: each ends where eager
// steps do.
import { compileSteps, configureOnnx } from '@helmholtz/backend-onnx';
import {
  adversarialAutoencoder,
  adversarialVariationalBayes,
  betaTcVae,
  combinedImportanceWeighted,
  compiledStep,
  createEagerStep,
  type CreateStep,
  type Dataset,
  denseLayers,
  dipVae,
  elbo,
  factorVae,
  likelihoodFree,
  importanceWeightedBound,
  infoVae,
  LatentVariableModel,
  multiplyImportanceWeighted,
  partiallyImportanceWeighted,
  readWeights,
  semiSupervisedVae,
  train,
  type TrainOptions,
  type WeightValues,
  vectorQuantization,
  vimco,
  wae,
} from '@helmholtz/core';
import { buildModel } from '@helmholtz/recipes';
import { type Tensor, mul, train as optimizers, setBackend } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { tinyBinary } from '../../packages/core/dist/testing/tiny-binary.js';
import { tinyHierarchy } from '../../packages/core/dist/testing/tiny-hierarchy.js';
import {
  adversarial,
  tinyAdversary,
  tinyDiscriminator,
} from '../../packages/core/dist/testing/tiny-phases.js';
import { tinyClassified } from '../../packages/core/dist/testing/tiny-classifier.js';
import { tinyLabelled } from '../../packages/core/dist/testing/tiny-labelled.js';
import {
  UNLABELLED,
  labelledPatterns,
  partlyLabelled,
  semiSupervised,
  tinyParts,
} from '../../packages/core/dist/testing/tiny-parts.js';
import {
  type TinyOptions,
  patterns,
  rowsOf,
  tinyModel,
} from '../../packages/core/dist/testing/tiny-model.js';

test.before(async () => {
  await setBackend('onnx');
  configureOnnx({ mode: 'native' });
});

interface Trained {
  readonly weights: WeightValues;
  readonly terms: readonly number[];
  /** What was said of steps that can't be compiled. */
  readonly said: readonly string[];
}

type Tiny = TinyOptions | LatentVariableModel;

async function trained(
  compiled: boolean,
  tiny: () => Tiny,
  options: Partial<TrainOptions> = {},
): Promise<Trained> {
  const lines: string[] = [];
  const createStep: CreateStep = compiled
    ? compiledStep(compileSteps, (line) => lines.push(line))
    : createEagerStep;
  const built = tiny();
  const model = built instanceof LatentVariableModel ? built : tinyModel(built);
  const { history } = await train(model, {
    data: patterns(40),
    validation: patterns(11, 1),
    objective: elbo(),
    optimizer: optimizers.adam(0.01),
    epochs: 3,
    batchSize: 8,
    seed: 0,
    createStep,
    ...options,
  });
  const terms = history.flatMap((row) => [...Object.values(row.train), ...Object.values(row.validation!)]);
  return { weights: await readWeights(model), terms, said: lines };
}

/** Two numbers each. */
const waves = (count: number): Dataset =>
  rowsOf(Array.from({ length: count }, (_, index) => [Math.sin(index), Math.cos(3 * index)]));

/** Pixels that are on with a probability, drawn anew at every read. */
const sampled = (): Dataset => ({
  name: 'sampled',
  size: 40,
  shape: [4],
  read: (indices, out, random) => {
    for (let at = 0; at < indices.length * 4; at++) out[at] = random.next() < 0.3 ? 1 : 0;
  },
});

const noLayers = (): TinyOptions => ({});

/** Two of four codes for each example. */
const tinyCodes = (codebook: 'averages' | 'loss'): LatentVariableModel =>
  buildModel({
    recipe: 'vae',
    observed: { shape: [4] },
    latents: [{ name: 'z', size: 2 }],
    networks: { recognition: [], generative: [] },
    posterior: { name: 'vectorQuantized', codes: 4, groups: 2, codebook },
    prior: 'uniformCodes',
    objective: 'vectorQuantization',
  });

/** A discriminator beside a model that a spec declares. */
const tinySpec = (
  objective: 'adversarialVariationalBayes' | 'adversarialAutoencoder' | 'factorVae' | 'likelihoodFree',
) =>
  buildModel({
    recipe: 'vae',
    observed: { shape: [4] },
    latents: [{ name: 'z', size: 2 }],
    networks: { recognition: [], generative: [], discriminator: denseLayers([5], 'tanh') },
    posterior: objective === 'adversarialVariationalBayes' ? { name: 'implicit', hidden: [5] } : 'normal',
    ...(objective === 'likelihoodFree' ? { likelihood: 'normal' as const } : {}),
    objective,
  });

const cases: Record<string, { tiny?: () => Tiny; options?: () => Partial<TrainOptions> }> = {
  'a last batch that is smaller': { options: () => ({ batchSize: 16 }) },
  'a batch larger than the data': { options: () => ({ batchSize: 64 }) },
  'data drawn anew at every read': { options: () => ({ data: sampled() }) },
  'several samples for each example': {
    options: () => ({ objective: elbo({ samples: 3, kl: 'monteCarlo' }) }),
  },
  'the importance-weighted bound': {
    options: () => ({ objective: importanceWeightedBound({ samples: 3 }) }),
  },
  'the importance-weighted bound, warmed up': {
    options: () => ({ objective: importanceWeightedBound({ samples: 3, beta: 0.9, warmUp: 0.5 }) }),
  },
  'the path gradient': { options: () => ({ objective: elbo({ kl: 'monteCarlo', gradient: 'path' }) }) },
  'the doubly reparameterized gradient': {
    options: () => ({
      objective: importanceWeightedBound({ samples: 3, gradient: 'doublyReparameterized', warmUp: 0.5 }),
    }),
  },
  'the doubly reparameterized gradient of a hierarchy': {
    tiny: () => tinyHierarchy(),
    options: () => ({
      data: waves(40),
      validation: waves(11),
      objective: importanceWeightedBound({ samples: 3, gradient: 'doublyReparameterized' }),
    }),
  },
  'free bits of each dimension': { options: () => ({ objective: elbo({ freeBits: { nats: 0.2 } }) }) },
  'a KL divergence that is warmed up in cycles': {
    options: () => ({ objective: elbo({ warmUp: { cycles: 2, rise: 0.5 } }) }),
  },
  'a capacity that rises': {
    options: () => ({ objective: elbo({ capacity: { nats: 2, gamma: 5, warmUp: 0.5 } }) }),
  },
  'the covariance of the means': { options: () => ({ objective: dipVae({ offDiagonal: 2 }) }) },
  'the covariance of the codes': { options: () => ({ objective: dipVae({ variant: 'II' }) }) },
  'a discrepancy from the prior': { options: () => ({ objective: wae({ lambda: 20 }) }) },
  'a discrepancy with the median distance, one example left over': {
    options: () => ({
      objective: infoVae({ lambda: 20, kernel: { name: 'rbf', bandwidth: 'median' } }),
      data: patterns(41),
    }),
  },
  'the total correlation by weighted sampling': { options: () => ({ objective: betaTcVae() }) },
  'the total correlation by stratified sampling, one example left over': {
    options: () => ({ objective: betaTcVae({ sampling: 'stratified' }), data: patterns(41) }),
  },
  'the mean of several importance-weighted bounds': {
    options: () => ({ objective: multiplyImportanceWeighted({ bounds: 2, samples: 3 }) }),
  },
  'a combination of two bounds': {
    options: () => ({ objective: combinedImportanceWeighted({ samples: 3 }) }),
  },
  'another bound for each network': {
    options: () => ({ objective: partiallyImportanceWeighted({ bounds: 2, samples: 3 }) }),
  },
  'a score function of binary latents': {
    tiny: () => tinyBinary(),
    options: () => ({ objective: vimco({ samples: 3 }) }),
  },
  'a codebook that moving averages learn': {
    tiny: () => tinyCodes('averages'),
    options: () => ({ objective: vectorQuantization() }),
  },
  'a codebook that a loss learns': {
    tiny: () => tinyCodes('loss'),
    options: () => ({ objective: vectorQuantization() }),
  },
  'a KL divergence that is warmed up': { options: () => ({ objective: elbo({ warmUp: 0.5 }) }) },
  'a learning rate that falls': { options: () => ({ schedule: (step) => 0.02 / (1 + step) }) },
  'a discriminator of codes': {
    tiny: () => tinyAdversary(),
    options: () => ({ objective: adversarial() }),
  },
  'an implicit posterior with adaptive contrast': {
    tiny: () => tinySpec('adversarialVariationalBayes'),
    options: () => ({
      objective: adversarialVariationalBayes({ adaptiveContrast: true, samples: 3, steps: 2 }),
    }),
  },
  'an implicit posterior, one example left over': {
    tiny: () => tinySpec('adversarialVariationalBayes'),
    options: () => ({ objective: adversarialVariationalBayes(), data: patterns(41) }),
  },
  'an adversarial autoencoder': {
    tiny: () => tinySpec('adversarialAutoencoder'),
    options: () => ({ objective: adversarialAutoencoder({ weight: 3 }) }),
  },
  'the total correlation by a discriminator': {
    tiny: () => tinySpec('factorVae'),
    options: () => ({ objective: factorVae({ learningRate: 0.02 }) }),
  },
  'a simulator with weights of its own': {
    tiny: () => tinySpec('likelihoodFree'),
    options: () => ({ objective: likelihoodFree({ steps: 2 }) }),
  },
  'several updates of a discriminator, with an optimizer and a bound of its own': {
    tiny: () => tinyAdversary(),
    options: () => ({
      objective: adversarial({
        discriminator: { steps: 3, optimizer: { name: 'rmsprop', learningRate: 0.01 }, clip: { norm: 0.1 } },
        autoencoder: { learningRate: 0.02 },
      }),
      schedule: (step) => 0.01 / (1 + step),
      clip: { value: 0.05 },
    }),
  },
  'dropout in a discriminator and in the graph': {
    tiny: () => {
      const drop = (name: string) => layers.dropout({ rate: 0.4, name });
      const hidden = () => [layers.dense({ units: 6, name: 'wide' }), drop('dropped')];
      return tinyAdversary({ recognition: () => [drop('dropped_x')] }, tinyDiscriminator(hidden));
    },
    options: () => ({ objective: adversarial({ discriminator: { steps: 2 } }) }),
  },
  'data in parts, labels summed out': {
    tiny: () => tinyLabelled(1).model,
    options: () => ({
      objective: semiSupervised,
      data: tinyParts(),
      batchSize: { labelled: 5, unlabelled: UNLABELLED },
      validation: labelledPatterns(16, 2),
    }),
  },
  'a semi-supervised VAE of data in parts': {
    tiny: () => tinyClassified(1),
    options: () => ({
      objective: semiSupervisedVae({ alpha: 3 }),
      data: tinyParts(),
      batchSize: { labelled: 5, unlabelled: UNLABELLED },
      validation: labelledPatterns(16, 2),
    }),
  },
  'a semi-supervised VAE of partly labelled data': {
    tiny: () => tinyClassified(2),
    options: () => ({
      objective: semiSupervisedVae({ alpha: 3 }),
      data: partlyLabelled(40),
      validation: labelledPatterns(16, 2),
    }),
  },
  'a phase of recognition and one of generative weights': {
    options: () => ({
      objective: {
        name: 'apart',
        monitor: { metric: 'nelbo', mode: 'min' },
        phases: [
          {
            name: 'recognition',
            weights: ['recognition'],
            evaluate: (...given) => elbo().evaluate(...given),
          },
          {
            name: 'generative',
            weights: ['generative'],
            evaluate: (...given) => ({ loss: elbo({ beta: 2 }).evaluate(...given).loss, metrics: {} }),
          },
        ],
      },
    }),
  },
  'a normal likelihood': { tiny: () => ({ family: 'normal' }) },
  'moving averages of batch normalization': {
    tiny: () => ({ recognition: () => [layers.batchNormalization({ name: 'normalized' })] }),
  },
  'a layer that is not trained': {
    tiny: () => ({ recognition: () => [layers.dense({ units: 8, name: 'hidden', trainable: false })] }),
  },
};

for (const [name, { tiny = noLayers, options }] of Object.entries(cases)) {
  test.serial(`compiled as eager: ${name}`, async (t) => {
    const eager = await trained(false, tiny, options?.());
    const compiled = await trained(true, tiny, options?.());
    t.deepEqual(compiled.said, []);
    t.is(compiled.terms.length, eager.terms.length);
    eager.terms.forEach((term, index) => {
      const error = Math.abs(compiled.terms[index]! - term);
      t.true(error <= 1e-4 * Math.max(1, Math.abs(term)), `term ${index}: ${term}, off by ${error}`);
    });
    for (const [weight, { values }] of eager.weights) {
      const scale = Math.max(...values.map(Math.abs));
      compiled.weights.get(weight)!.values.forEach((value, index) => {
        t.true(Math.abs(value - values[index]!) <= 1e-3 * scale + 1e-7, `${weight}[${index}]`);
      });
    }
  });
}

/** Draws whole numbers of its own, which no graph repeats. */
class Jumping extends layers.Layer {
  static readonly className = 'Jumping';

  override call(inputs: Tensor | Tensor[]): Tensor {
    return mul([inputs].flat()[0]!, Math.random() < 0.5 ? 1 : 2);
  }
}

test.serial(
  'with a layer whose draws cannot be compiled, the step is eager, and a line gives the reason',
  async (t) => {
    const tiny = (): TinyOptions => ({ recognition: () => [new Jumping({ name: 'jumping' })] });
    const eager = await trained(false, tiny);
    const compiled = await trained(true, tiny);
    t.is(compiled.said.length, 1);
    t.regex(
      compiled.said[0]!,
      /^The training step is not compiled, and so slower: it draws from Math\.random itself/,
    );
    t.deepEqual(compiled.weights, eager.weights);
  },
);

test.serial('an error of the objective is reported unchanged', async (t) => {
  const objective = {
    ...elbo(),
    evaluate: () => {
      throw new RangeError('no such term');
    },
  };
  await t.throwsAsync(trained(true, noLayers, { objective }), {
    instanceOf: RangeError,
    message: 'no such term',
  });
});
