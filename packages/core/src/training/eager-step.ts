import {
  type Optimizer,
  type Scalar,
  type Tensor,
  add,
  dispose,
  keep,
  stack,
  tidy,
  variableGrads,
} from '@tensorflow/tfjs-core';

import type { LatentVariableModel } from '../graph/model.js';
import type { Objective } from '../objectives/objective.js';
import { RandomStream } from '../random/stream.js';
import { withSeededRandom } from '../random/seeded.js';
import type { Batch } from './batches.js';
import type { Metrics } from '../run/metrics-row.js';
import type { Evaluator, StepContext, TrainingStep } from './step.js';

/** Evaluation by TensorFlow.js, on whatever backend is set. */
export class EagerEvaluator implements Evaluator {
  constructor(
    protected readonly model: LatentVariableModel,
    protected readonly objective: Objective,
  ) {}

  async evaluate(batch: Batch, { step }: StepContext): Promise<Metrics> {
    let kept: KeptMetrics | undefined;
    tidy(() => {
      kept = this.forward(batch, step, false).metrics;
    });
    return readBack(kept!);
  }

  /** The loss, and the named terms kept beyond the enclosing tidy or tape. */
  protected forward(batch: Batch, step: number, training: boolean): { loss: Scalar; metrics: KeptMetrics } {
    const terms = this.model.terms(batch.inputs, batch.noise, { training });
    const { loss, metrics } = this.objective.evaluate(terms, { step, training });
    const regularization = this.model.regularization();
    const named = regularization ? { ...metrics, regularization } : metrics;
    return {
      loss: regularization ? add(loss, regularization) : loss,
      metrics: { names: Object.keys(named), values: keep(stack(Object.values(named))) },
    };
  }
}

/** A training step by TensorFlow.js, on whatever backend is set. */
export class EagerStep extends EagerEvaluator implements TrainingStep {
  constructor(
    model: LatentVariableModel,
    objective: Objective,
    private readonly optimizer: Optimizer,
  ) {
    super(model, objective);
  }

  async train(batch: Batch, { step, seed }: StepContext): Promise<Metrics> {
    let kept: KeptMetrics | undefined;
    const loss = (): Scalar => {
      const { loss, metrics } = this.forward(batch, step, true);
      kept = metrics;
      return loss;
    };
    tidy(() => {
      // Layers that draw at random themselves, such as dropout, draw from a stream of this step.
      const { grads } = withSeededRandom(new RandomStream(seed, 'layers', step), () =>
        variableGrads(loss, this.model.trainableVariables),
      );
      this.optimizer.applyGradients(grads);
    });
    return readBack(kept!);
  }
}

interface KeptMetrics {
  readonly names: readonly string[];
  /** All of them in one tensor, so that they are read back at once. */
  readonly values: Tensor;
}

async function readBack({ names, values }: KeptMetrics): Promise<Metrics> {
  const numbers = await values.data();
  dispose(values);
  return Object.fromEntries(names.map((name, index) => [name, numbers[index]!]));
}
