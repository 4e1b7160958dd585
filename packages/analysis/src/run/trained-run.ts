import type { LatentVariableModel, Objective, Spec, StepCompiler } from '@helmholtz/core';
import type { DatasetPair, TrainingSet } from '@helmholtz/datasets';

/**
 * A trained model with its data, the first argument of every function of this package.
 *
 * `await openRun('runs/mine')` reads one from the folder of a run. After `trainAssembly` it is `{
 * ...assembly, ...data }`.
 */
export interface TrainedRun extends DatasetPair<TrainingSet> {
  readonly spec: Spec;
  readonly model: LatentVariableModel;
  readonly objective: Objective;
  /**
   * Compiles evaluations, such as `compileSteps` of `@helmholtz/backend-onnx`. Eager by default.
   */
  readonly compile?: StepCompiler | undefined;
}
