import { RandomStream } from '@helmholtz/core';

/** Random numbers of the example data sets. The same key draws the same numbers everywhere. */
export class RandomNumbers {
  /** @param {string} key such as `train` */
  constructor(key) {
    this.stream = new RandomStream(0, key);
  }

  /** Uniform in (0, 1). */
  uniform() {
    return this.stream.next() + 2 ** -33;
  }

  /** Standard normal (Box and Muller 1958). */
  normal() {
    return Math.sqrt(-2 * Math.log(this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Whether an event of this probability happens. */
  happens(probability) {
    return this.uniform() < probability;
  }

  /** An item of a list. Items have these weights. */
  choose(items, weights = items.map(() => 1)) {
    let rest = this.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
    return items[weights.findIndex((weight) => (rest -= weight) < 0)] ?? items.at(-1);
  }

  /** Gamma with mean 1 and variance 1 / shape, for a whole or half shape: a mean of squares. */
  gamma(shape) {
    let sum = 0;
    for (let each = 0; each < 2 * shape; each++) sum += this.normal() ** 2;
    return sum / (2 * shape);
  }

  /** Poisson count: the waiting times of a unit process that fit in `mean`. */
  poisson(mean) {
    let count = 0;
    for (let time = -Math.log(this.uniform()); time < mean; time -= Math.log(this.uniform())) count++;
    return count;
  }
}
