import { scalar } from '@tensorflow/tfjs-core';

import type { LatentVariableModel } from '../graph/model.js';
import type { Coefficients, Objective } from '../objectives/objective.js';
import type { Batch } from '../training/batches.js';
import { batchResult, lossOf } from '../training/loss.js';
import type { BatchResult, Evaluator } from '../training/step.js';
import type { StepCompiler } from '../training/step-compiler.js';
import { BatchFunction } from './batch-function.js';

/** Evaluation of an objective by a compiled graph, without a training around it. */
export class ObjectiveEvaluator implements Evaluator {
  private readonly values: BatchFunction;
  private names: readonly string[] = [];

  /** @param coefficients those of the objective outside of training, which are the same for every batch. */
  constructor(
    model: LatentVariableModel,
    objective: Objective,
    compile: StepCompiler,
    coefficients: Coefficients = objective.coefficients?.(undefined) ?? {},
  ) {
    this.values = new BatchFunction(compile, (inputs, noise) => {
      const scalars = Object.entries(coefficients).map(([name, value]) => [name, scalar(value)] as const);
      const result = lossOf(
        model,
        objective,
        { inputs, noise, coefficients: Object.fromEntries(scalars) },
        false,
      );
      this.names = result.names;
      return [result.values];
    });
  }

  async evaluate({ inputs, noise }: Batch): Promise<BatchResult> {
    const [values] = await this.values.run(inputs, noise);
    return batchResult(this.names, values!);
  }

  dispose(): void {
    this.values.dispose();
  }
}
