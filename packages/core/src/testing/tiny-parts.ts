import { itemAt } from '@helmholtz/base';
import { type Scalar, add, logSumExp, mean, neg, oneHot, stack, sub, tensor1d } from '@tensorflow/tfjs-core';

import { analyticKl, logLikelihood } from '../graph/log-densities.js';
import { type ModelTerms, isVariational } from '../graph/terms.js';
import type { OnePhaseObjective } from '../objectives/objective.js';
import type { DatasetInParts } from '../training/data-parts.js';
import type { Dataset } from '../training/dataset.js';
import { patterns } from './tiny-model.js';

const CLASSES = 3;

/** Patterns with their classes, or without. */
export function labelledPatterns(count: number, seed = 0): Dataset {
  return { ...patterns(count, seed), labels: Array.from({ length: count }, (_, index) => index % CLASSES) };
}

/** Patterns of which every third has its class. */
export function partlyLabelled(count: number): Dataset {
  const labels = Array.from({ length: count }, (_, index) => (index % 3 === 0 ? (index / 3) % CLASSES : -1));
  return { ...patterns(count, 3), labels };
}

/** 12 labelled examples and 40 without labels. */
export function tinyParts(): DatasetInParts {
  return { name: 'tiny', parts: { labelled: labelledPatterns(12), unlabelled: patterns(40, 1) } };
}

/** -log p(x, label) for labelled examples; labels of the other examples are summed out. */
export const semiSupervised: OnePhaseObjective = {
  name: 'semiSupervised',
  monitor: { metric: 'labelledNelbo', mode: 'min' },
  evaluate(model) {
    const bound = ({ latents, observed }: ModelTerms) =>
      sub(logLikelihood(itemAt(observed, 0)), analyticKl(latents.find(isVariational)!));
    const labelledNelbo: Scalar = neg(mean(bound(model.batch('labelled').terms())));
    const unlabelled = model.batch('unlabelled');
    const bounds = Array.from({ length: CLASSES }, (_, label) => {
      const rows = new Array<number>(UNLABELLED).fill(label);
      return bound(unlabelled.terms({ label: oneHot(tensor1d(rows, 'int32'), CLASSES, 1, 0, 'float32') }));
    });
    const summed: Scalar = mean(logSumExp(stack(bounds), 0));
    return {
      loss: add(labelledNelbo, neg(summed)),
      metrics: { labelledNelbo, unlabelledBound: summed },
    };
  },
};

/** Number of examples without labels in every batch of the tiny parts. */
export const UNLABELLED = 8;
