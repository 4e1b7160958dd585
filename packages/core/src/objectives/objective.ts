import type { Scalar } from '@tensorflow/tfjs-core';

import type { ModelTerms } from '../graph/terms.js';

/** What an objective makes of a batch. */
export interface ObjectiveValue {
  /** What is minimised. */
  readonly loss: Scalar;
  /** Named terms in nats, each a mean over the batch; a metric's sign is part of its name. */
  readonly metrics: Readonly<Record<string, Scalar>>;
}

/** Where in training an objective is evaluated; what warm-up schedules depend on. */
export interface ObjectiveContext {
  /** Steps done before this one. */
  readonly step: number;
  readonly training: boolean;
}

/** A scalar to minimise, written once over a model's distributions and so good for every recipe. */
export interface Objective {
  readonly name: string;
  evaluate(terms: ModelTerms, context: ObjectiveContext): ObjectiveValue;
}
