import {
  type Optimizer,
  type Scalar,
  type Tensor,
  add,
  dispose,
  keep,
  scalar,
  stack,
  tidy,
  variableGrads,
} from '@tensorflow/tfjs-core';

import type { LatentVariableModel } from '../graph/model.js';
import type { Coefficients, Objective } from '../objectives/objective.js';
import { RandomStream } from '../random/stream.js';
import { withSeededRandom } from '../random/seeded.js';
import type { Batch } from './batches.js';
import { toTensor } from './host-tensor.js';
import { setLearningRate } from './optimizers.js';
import type { BatchResult, CreateStep, Evaluator, TrainingStep, Update } from './step.js';

/** Evaluation by TensorFlow.js, on whatever backend is set. */
export class EagerEvaluator implements Evaluator {
  constructor(
    protected readonly model: LatentVariableModel,
    protected readonly objective: Objective,
  ) {}

  async evaluate(batch: Batch, coefficients: Coefficients): Promise<BatchResult> {
    let kept: KeptResult | undefined;
    tidy(() => {
      kept = this.forward(batch, coefficients, false).result;
    });
    return readBack(kept!);
  }

  /** The loss, and it with the named terms kept beyond the enclosing tidy or tape. */
  protected forward(
    batch: Batch,
    coefficients: Coefficients,
    training: boolean,
  ): { loss: Scalar; result: KeptResult } {
    const terms = this.model.terms(batch.inputs.map(toTensor), batch.noise.map(toTensor), {
      training,
      samples: this.objective.samples,
    });
    const evaluated = this.objective.evaluate(terms, { training, coefficients: asScalars(coefficients) });
    const regularization = this.model.regularization();
    const loss: Scalar = regularization ? add(evaluated.loss, regularization) : evaluated.loss;
    const named = regularization ? { ...evaluated.metrics, regularization } : evaluated.metrics;
    const values = keep(stack([loss, ...Object.values(named)]));
    return { loss, result: { names: Object.keys(named), values } };
  }
}

/** A training step by TensorFlow.js, on whatever backend is set. */
class EagerStep extends EagerEvaluator implements TrainingStep {
  readonly stride = 1;

  constructor(
    model: LatentVariableModel,
    objective: Objective,
    private readonly optimizer: Optimizer,
    private readonly seed: number,
  ) {
    super(model, objective);
  }

  async train(updates: readonly Update[]): Promise<BatchResult[]> {
    const results: BatchResult[] = [];
    for (const update of updates) results.push(await this.update(update));
    return results;
  }

  async settle(): Promise<void> {
    // Each update changes the variables of the model and of the optimizer themselves.
  }

  dispose(): void {
    // Nothing outlives an update.
  }

  private async update({ batch, step, learningRate, coefficients }: Update): Promise<BatchResult> {
    setLearningRate(this.optimizer, learningRate);
    let kept: KeptResult | undefined;
    const loss = (): Scalar => {
      const { loss, result } = this.forward(batch, coefficients, true);
      kept = result;
      return loss;
    };
    tidy(() => {
      // Layers that draw at random themselves, such as dropout, draw from a stream of this step.
      const { grads } = withSeededRandom(new RandomStream(this.seed, 'layers', step), () =>
        variableGrads(loss, this.model.trainableVariables),
      );
      this.optimizer.applyGradients(grads);
    });
    return readBack(kept!);
  }
}

export const createEagerStep: CreateStep = ({ model, objective, optimizer, seed }) =>
  new EagerStep(model, objective, optimizer, seed);

/** Tensors even where they never change, so that a graph traced once is good for every step. */
function asScalars(coefficients: Coefficients): Record<string, Scalar> {
  return Object.fromEntries(Object.entries(coefficients).map(([name, value]) => [name, scalar(value)]));
}

interface KeptResult {
  readonly names: readonly string[];
  /** The loss and the named terms in one tensor, so that they are read back at once. */
  readonly values: Tensor;
}

async function readBack({ names, values }: KeptResult): Promise<BatchResult> {
  const [loss, ...terms] = await values.data();
  dispose(values);
  return { loss: loss!, metrics: Object.fromEntries(names.map((name, index) => [name, terms[index]!])) };
}
