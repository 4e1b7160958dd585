import { entryOf, itemAt } from '@helmholtz/base';
import { type LatentVariableModel, readWeights, type WeightValues } from '@helmholtz/core';

/** The layers of a model on vectors, in float64, from its weights alone. */
export class ByHand {
  private constructor(private readonly weights: WeightValues) {}

  static async create(model: LatentVariableModel): Promise<ByHand> {
    return new ByHand(await readWeights(model));
  }

  dense(layer: string, input: readonly number[], activation = (value: number) => value): number[] {
    const kernel = this.values(`${layer}/kernel`);
    const bias = this.values(`${layer}/bias`);
    return bias.map((own, unit) =>
      activation(
        input.reduce((sum, value, row) => sum + value * itemAt(kernel, row * bias.length + unit), own),
      ),
    );
  }

  values(weight: string): number[] {
    return Array.from(entryOf(this.weights, weight).values);
  }
}

/** KL(N(m1, v1), N(m2, v2)) summed over elements, from log-variances. */
export function normalKl(q: NormalByHand, p: NormalByHand): number {
  return q.loc.reduce((sum, loc, index) => {
    const [logQ, logP] = [itemAt(q.logVariance, index), itemAt(p.logVariance, index)];
    const distance = (loc - itemAt(p.loc, index)) ** 2;
    return sum + (logP - logQ + (Math.exp(logQ) + distance) / Math.exp(logP) - 1) / 2;
  }, 0);
}

export interface NormalByHand {
  readonly loc: readonly number[];
  readonly logVariance: readonly number[];
}

export const standardNormal = (size: number): NormalByHand => ({
  loc: new Array<number>(size).fill(0),
  logVariance: new Array<number>(size).fill(0),
});

/** loc + exp(logVariance / 2) noise. */
export const drawn = ({ loc, logVariance }: NormalByHand, noise: readonly number[]): number[] =>
  loc.map((value, index) => value + Math.exp(itemAt(logVariance, index) / 2) * itemAt(noise, index));

/** log p(x) of independent Bernoulli elements. */
export const bernoulliLogProb = (x: readonly number[], logits: readonly number[]): number =>
  x.reduce((sum, value, index) => {
    const logit = itemAt(logits, index);
    return sum - value * Math.log1p(Math.exp(-logit)) - (1 - value) * Math.log1p(Math.exp(logit));
  }, 0);
