import { type Scalar, dispose, scalar, tidy } from '@tensorflow/tfjs-core';

import type { LatentVariableModel } from '../graph/model.js';
import type { Coefficients, Objective } from '../objectives/objective.js';
import { layerStream, withSeededRandom } from '@helmholtz/distributions';
import type { Batch } from './batches.js';
import { toTensor } from './host-tensor.js';
import { nonFinite } from './finite.js';
import { type Gradients, gradientsOf, trainableNames } from './gradients.js';
import { type Loss, batchResult, byName, lossOf } from './loss.js';
import { setLearningRate } from './optimizers.js';
import type { BatchResult, CreateStep, Evaluator, StepOptions, TrainingStep, Update } from './step.js';
import { readWeights, writeWeights } from './weights.js';

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
  private readonly names: readonly string[];

  constructor(private readonly options: StepOptions) {
    super(options.model, options.objective);
    this.names = trainableNames(options.model);
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

  private async update(update: Update): Promise<BatchResult> {
    const { optimizer, skipNonFinite } = this.options;
    setLearningRate(optimizer, update.learningRate);
    if (skipNonFinite) return this.updateWhereFinite(update);
    let found: Gradients | undefined;
    tidy(() => {
      found = this.gradients(update);
      optimizer.applyGradients(found.gradients);
    });
    return this.readBack(found!);
  }

  /** The gradients are applied once it is known that they may be. */
  private async updateWhereFinite(update: Update): Promise<BatchResult> {
    // Layers such as batch normalization change variables as they run.
    const before = await readWeights(this.model);
    let found: Gradients | undefined;
    const gradients = tidy(() => (found = this.gradients(update)).gradients);
    const result = await this.readBack(found!);
    if (nonFinite(result)) writeWeights(this.model, before);
    else this.options.optimizer.applyGradients(gradients);
    dispose(gradients);
    return result;
  }

  private gradients({ batch, step, coefficients }: Update): Gradients {
    const { clip, seed } = this.options;
    const loss = (): Loss => this.loss(batch, coefficients, true);
    return withSeededRandom(layerStream(seed, step), () => gradientsOf(this.model, loss, clip));
  }

  private async readBack({ loss, sums }: Gradients): Promise<BatchResult> {
    const [result, gradients] = await Promise.all([readBack(loss), sums.data()]);
    dispose(sums);
    return { ...result, gradients: byName(this.names, gradients) };
  }
}

export const createEagerStep: CreateStep = (options) => new EagerStep(options);

/** Tensors even where they never change, so that a graph traced once is good for every step. */
function asScalars(coefficients: Coefficients): Record<string, Scalar> {
  return Object.fromEntries(Object.entries(coefficients).map(([name, value]) => [name, scalar(value)]));
}

async function readBack({ names, values }: Loss): Promise<BatchResult> {
  const numbers = await values.data();
  dispose(values);
  return batchResult(names, numbers);
}
