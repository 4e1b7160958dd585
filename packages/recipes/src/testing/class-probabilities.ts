import { itemAt } from '@helmholtz/base';
import type { Recipe } from '@helmholtz/core';
import { meanOf } from '@helmholtz/core';
import { tensor } from '@tensorflow/tfjs-core';

import { declaredModel, numbersOf } from './declared.js';

/**
 * Returns the class probabilities of a regression at given weights, and the logits W x + b by hand.
 */
export function classProbabilities(recipe: Recipe): {
  readonly found: readonly number[];
  readonly logits: readonly number[];
} {
  const x = [0.5, -2];
  const weights = Array.from({ length: (x.length + 1) * 10 }, (_, index) => Math.sin(index));
  const [label] = declaredModel(recipe, x.length).decode({ w: tensor([weights]) }, { x: tensor([x]) });
  const logits = Array.from({ length: 10 }, (_, unit) =>
    [...x, 1].reduce((sum, value, row) => sum + value * itemAt(weights, 10 * row + unit), 0),
  );
  return { found: numbersOf(meanOf(label!)), logits };
}
