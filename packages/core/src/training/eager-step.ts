import { type Optimizer, type Scalar, dispose, scalar, tidy, variableGrads } from '@tensorflow/tfjs-core';

import type { LatentVariableModel } from '../graph/model.js';
import type { Coefficients, Objective } from '../objectives/objective.js';
import { layerStream, withSeededRandom } from '../random/seeded.js';
import type { Batch } from './batches.js';
import { toTensor } from './host-tensor.js';
import { type Loss, batchResult, lossOf } from './loss.js';
import { setLearningRate } from './optimizers.js';
import type { BatchResult, CreateStep, Evaluator, TrainingStep, Update } from './step.js';

/** Evaluation by TensorFlow.js, on whatever backend is set. */
export class EagerEvaluator implements Evaluator {
  constructor(
    protected readonly model: LatentVariableModel,
    protected readonly objective: Objective,
  ) {}

  async evaluate(batch: Batch, coefficients: Coefficients): Promise<BatchResult> {
    let result: Loss | undefined;
    tidy(() => {
      result = this.loss(batch, coefficients, false);
    });
    return readBack(result!);
  }

  protected loss({ inputs, noise }: Batch, coefficients: Coefficients, training: boolean): Loss {
    const tensors = {
      inputs: inputs.map(toTensor),
      noise: noise.map(toTensor),
      coefficients: asScalars(coefficients),
    };
    return lossOf(this.model, this.objective, tensors, training);
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
    let result: Loss | undefined;
    const loss = (): Scalar => {
      result = this.loss(batch, coefficients, true);
      return result.loss;
    };
    tidy(() => {
      const { grads } = withSeededRandom(layerStream(this.seed, step), () =>
        variableGrads(loss, this.model.trainableVariables),
      );
      this.optimizer.applyGradients(grads);
    });
    return readBack(result!);
  }
}

export const createEagerStep: CreateStep = ({ model, objective, optimizer, seed }) =>
  new EagerStep(model, objective, optimizer, seed);

/** Tensors even where they never change, so that a graph traced once is good for every step. */
function asScalars(coefficients: Coefficients): Record<string, Scalar> {
  return Object.fromEntries(Object.entries(coefficients).map(([name, value]) => [name, scalar(value)]));
}

async function readBack({ names, values }: Loss): Promise<BatchResult> {
  const numbers = await values.data();
  dispose(values);
  return batchResult(names, numbers);
}
