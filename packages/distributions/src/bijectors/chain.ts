import { type Tensor, add } from '@tensorflow/tfjs-core';

import { HelmholtzError, itemAt } from '@helmholtz/base';
import { sumOverEvents } from '../distribution.js';
import { type Support, isWithin } from '../support.js';
import { Bijector, type Direction, type ValueWithLogDet } from './bijector.js';

class Chain extends Bijector {
  readonly name: string;
  readonly domain: Support;
  readonly codomain: Support;
  override readonly eventRank: number;
  override readonly cheap: readonly Direction[];
  override readonly inverse?: (y: Tensor) => Tensor;

  constructor(private readonly parts: readonly [Bijector, ...Bijector[]]) {
    super();
    parts.forEach((part, index) => {
      const before = parts[index - 1];
      if (before && !isWithin(before.codomain, part.domain)) throw notWithin(before, part);
    });
    this.name = `chain(${parts.map(({ name }) => name).join(', ')})`;
    this.domain = parts[0].domain;
    this.codomain = itemAt(parts, -1).codomain;
    this.eventRank = Math.max(...parts.map(({ eventRank }) => eventRank));
    this.cheap = (['forward', 'inverse'] as const).filter((direction) =>
      parts.every(({ cheap }) => cheap.includes(direction)),
    );
    if (parts.every((part) => part.inverse !== undefined))
      this.inverse = (y) => this.inverseWithLogDet(y).value;
  }

  forward(x: Tensor): Tensor {
    return this.parts.reduce((value, part) => part.forward(value), x);
  }

  forwardLogDetJacobian(x: Tensor): Tensor {
    return this.forwardWithLogDet(x).logDet;
  }

  override forwardWithLogDet(x: Tensor): ValueWithLogDet {
    return this.through(x, this.parts, (part, value) => part.forwardWithLogDet(value));
  }

  override inverseWithLogDet(y: Tensor): ValueWithLogDet {
    return this.through(y, this.parts.toReversed(), (part, value) => part.inverseWithLogDet(value));
  }

  /** Log-determinants add, each summed over the axes that the whole chain takes for one event. */
  private through(
    start: Tensor,
    parts: readonly Bijector[],
    step: (part: Bijector, value: Tensor) => ValueWithLogDet,
  ): ValueWithLogDet {
    let value = start;
    const logDets = parts.map((part) => {
      const next = step(part, value);
      value = next.value;
      return sumOverEvents(next.logDet, this.eventRank - part.eventRank);
    });
    return { value, logDet: logDets.reduce((sum, logDet) => add(sum, logDet)) };
  }
}

function notWithin(before: Bijector, after: Bijector): HelmholtzError {
  return new HelmholtzError('usage', `The bijector "${after.name}" cannot follow "${before.name}".`, {
    hint: `Its input must be ${after.domain.description}, but "${before.name}" returns ${before.codomain.description}.`,
  });
}

/**
 * Returns bijectors one after another, the first one applied first: `chain([affine({ scale: 2 }),
 * exp()])` is exp(2x).
 *
 * @throws HelmholtzError (`usage`) where one does not take all that the one before gives.
 */
export function chain(parts: readonly [Bijector, ...Bijector[]]): Bijector {
  return new Chain(parts);
}
