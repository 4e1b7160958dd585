import {
  type Scalar,
  type Tensor,
  add,
  concat,
  exp,
  expandDims,
  logSoftmax,
  mean,
  mul,
  neg,
  sub,
  sum,
} from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { itemAt } from '@helmholtz/base';
import type { ModelView } from '../graph/model-view.js';
import { objectivePart } from '../injection/define-part.js';
import { type BoundTerms, averaged } from './bound-terms.js';
import { checkClasses } from './check-classes.js';
import { checkKl } from './check-kl.js';
import { classLogits } from './class-logits.js';
import type { ObjectiveValue, PhasedObjective } from './objective.js';
import { joinedTerms, meanOverLabels, termsOfBatch, termsOfLabels } from './sum-over-labels.js';

const options = z.strictObject({
  alpha: z
    .number()
    .min(0)
    .default(50)
    .describe('the weight of the classification loss of a labelled example'),
  label: z.string().min(1).default('label').describe('the input with the classes, one-hot'),
  input: z.string().min(1).default('x').describe('the variable that the classifier reads'),
});

/** Options of `semiSupervisedVae`. */
export type SemiSupervisedVaeOptions = z.input<typeof options>;

const CLASSIFIER = 'classifier';

/** Terms of each example of a batch, [batch] each. */
interface Labelled {
  /** Bound given the label where it is known, with the label summed out where it is missing. */
  readonly bound: BoundTerms;
  /** Bound with the label summed out. */
  readonly summedOut: BoundTerms | undefined;
  /** -log q(label given x); 0 for a missing label. */
  readonly classificationLoss: Tensor;
}

/**
 * Returns the objective of a semi-supervised VAE (M2; Kingma et al. 2014, equations 6 to 9). L is
 * the ELBO of the model given the label:
 *
 *     labelled:    L(x, label) + log p(label)
 *     unlabelled:  sum over labels of q(label given x) (L(x, label) + log p(label) - log q(label given x))
 *     loss:        -bound - alpha log q(label given x),   the last term for labelled examples
 *
 * The sum over labels is exact: the graph runs for each class. p(label) is uniform. All classes
 * share the noise of an example.
 *
 * The objective owns q(label given x): the network `classifier`. The model is conditioned on the
 * label, as in the recipes `semi-supervised-vae` and `cvae`. A missing label is a vector of zeros.
 * Data may also have the parts `labelled` and `unlabelled`. Labels of the part `unlabelled` are not
 * read. The loss is the mean over all examples of a step.
 *
 * The metrics are those of the ELBO, with the KL divergence of the label, `unlabelledNelbo`, and
 * `classificationLoss`, which is 0 for an example without a label.
 *
 * @example
 * ```ts
 * import { semiSupervisedVae, train, createOptimizer } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { assemble } from '@helmholtz/recipes';
 *
 * const { model } = assemble({
 *   recipe: 'semi-supervised-vae',
 *   observed: { shape: [4] },
 *   inputs: [{ name: 'label', shape: [2] }],
 *   latents: [{ name: 'z', size: 2 }],
 *   networks: { recognition: [], generative: [], classifier: [] },
 *   objective: 'semiSupervisedVae',
 * });
 * // The second example has no label.
 * const rows = { shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]], labels: Int16Array.of(1, -1) };
 * const data = arrayDataset({ name: 'rows', ...rows });
 * const optimizer = createOptimizer({ name: 'adam', learningRate: 0.01 });
 * const objective = semiSupervisedVae({ alpha: 1 });
 * const options = { data, objective, optimizer, epochs: 1, batchSize: 2, seed: 0 };
 * const { history } = await train(model, options);
 * console.log(Object.keys(history[0]!.train).includes('kl/label')); // true
 * ```
 */
export function semiSupervisedVae({
  alpha = 50,
  label = 'label',
  input = 'x',
}: SemiSupervisedVaeOptions = {}): PhasedObjective {
  const name = 'semiSupervisedVae';

  /** Terms of a batch in which each example may have a label or none. */
  const partlyLabelled = (view: ModelView, labels: Tensor | undefined): Labelled => {
    const logProbs = logSoftmax(classLogits(view.network(CLASSIFIER), view.input(input)));
    const probs = exp(logProbs);
    const [size, classes] = logProbs.shape as [number, number];
    const terms = termsOfLabels(view, label, size, classes);
    const entropyTerm = sum(mul(probs, logProbs), 1);
    const summedOut = withLabel(meanOverLabels(terms, probs), add(entropyTerm, Math.log(classes)));
    if (!labels) return { bound: summedOut, summedOut, classificationLoss: mul(entropyTerm, 0) };
    const unknown = sub(1, sum(labels, 1));
    const weights = add(labels, mul(expandDims(unknown, 1), probs));
    const labelKl = add(mul(unknown, entropyTerm), Math.log(classes));
    return {
      bound: withLabel(meanOverLabels(terms, weights), labelKl),
      summedOut,
      classificationLoss: neg(sum(mul(labels, logProbs), 1)),
    };
  };

  /** Terms of a batch of labelled examples. One without a label adds 0. */
  const labelled = (view: ModelView): Labelled => {
    const labels = view.input(label);
    const logProbs = logSoftmax(classLogits(view.network(CLASSIFIER), view.input(input)));
    const classificationLoss = neg(sum(mul(labels, logProbs), 1));
    const isLabelled = sum(labels, 1);
    const labelKl = mul(isLabelled, Math.log(itemAt(labels.shape, 1)));
    const bound = withLabel(meanOverLabels([termsOfBatch(view)], expandDims(isLabelled, 1)), labelKl);
    return { bound, summedOut: undefined, classificationLoss };
  };

  const withLabel = ({ logLikelihoods, divergences }: BoundTerms, kl: Tensor): BoundTerms => ({
    logLikelihoods,
    divergences: [...divergences, { latent: label, kl }],
  });

  const evaluate = (model: ModelView): ObjectiveValue => {
    const [ofLabelled, ofUnlabelled] = [model.batch('labelled'), model.batch('unlabelled')];
    const parts =
      ofLabelled === ofUnlabelled
        ? [partlyLabelled(model, model.input(label))]
        : [labelled(ofLabelled), partlyLabelled(ofUnlabelled, undefined)];
    const { metrics } = averaged(joinedTerms(parts.map(({ bound }) => bound)));
    const summedOut = joinedTerms(parts.flatMap((part) => part.summedOut ?? []));
    const classificationLoss: Scalar = mean(concat(parts.map((part) => part.classificationLoss)));
    return {
      loss: add(itemAt(Object.values(metrics), 0), mul(classificationLoss, alpha)),
      metrics: {
        ...metrics,
        unlabelledNelbo: itemAt(Object.values(averaged(summedOut).metrics), 0),
        classificationLoss,
      },
    };
  };

  return {
    name,
    monitor: { metric: 'nelbo', mode: 'min' },
    classifier: { network: CLASSIFIER, input, label },
    networks: {
      [CLASSIFIER]: { input, output: label, layers: [{ layer: 'dense', units: 256, activation: 'relu' }] },
    },
    check(latents, inputs = []) {
      checkClasses(name, label, inputs);
      return checkKl(latents, undefined);
    },
    phases: [{ name: 'model', weights: ['model', CLASSIFIER], evaluate }],
  };
}

export const semiSupervisedVaePart = objectivePart({
  name: 'semiSupervisedVae',
  description: 'ELBO with missing labels summed out, and a classification loss of the others (M2)',
  options,
  networks: [CLASSIFIER],
  create: semiSupervisedVae,
});
