import { itemAt } from '@helmholtz/base';
import { dispose, tidy } from '@tensorflow/tfjs-core';

import type { LatentVariableModel } from '../graph/model.js';
import type { Coefficients, Objective } from '../objectives/objective.js';
import { type RandomStream, layerStream, withSeededRandom } from '@helmholtz/distributions';
import { batchTensors } from './batch-tensors.js';
import type { Batch } from './batch.js';
import { nonFinite } from './finite.js';
import { type Gradients, gradientsOf } from './gradients.js';
import {
  type Loss,
  type LossValues,
  batchResult,
  byName,
  lossOf,
  lossOfPhase,
  mergedLosses,
} from './loss.js';
import { examplesByName } from './loss-of-examples.js';
import { type OptimizerState, readOptimizer, writeOptimizer } from './optimizer-state.js';
import { setLearningRate } from './optimizers.js';
import type { ReadyPhase } from './ready-phases.js';
import type { BatchResult, CreateStep, Evaluator, StepOptions, TrainingStep, Update } from './step.js';
import { type WeightValues, readWeights, writeWeights } from './weights.js';

/** Evaluation by TensorFlow.js on the current backend. */
export class EagerEvaluator implements Evaluator {
  constructor(
    protected readonly model: LatentVariableModel,
    protected readonly objective: Objective,
    /** Whether the values of each example are read too. */
    private readonly perExample = false,
  ) {}

  async evaluate(batch: Batch, coefficients: Coefficients): Promise<BatchResult> {
    let result: Loss | undefined;
    tidy(() => {
      result = lossOf(this.model, this.objective, batchTensors(batch, coefficients), false, {
        perExample: this.perExample,
      });
    });
    const { examples } = result!;
    const means = await readBack(result!);
    if (!examples) return means;
    const values = await examples.values.data();
    dispose(examples.values);
    return { ...means, examples: examplesByName(examples.names, values) };
  }
}

/** Weights and optimizer states to return to. */
interface Before {
  readonly weights: WeightValues;
  readonly optimizers: readonly OptimizerState[];
}

/** Training step by TensorFlow.js on the current backend. */
class EagerStep extends EagerEvaluator implements TrainingStep {
  readonly stride = 1;

  constructor(private readonly options: StepOptions) {
    super(options.model, options.objective);
  }

  async train(updates: readonly Update[]): Promise<BatchResult[]> {
    const results: BatchResult[] = [];
    for (const update of updates) results.push(await this.step(update));
    return results;
  }

  async settle(): Promise<void> {
    // Updates change the variables of the model and the optimizer directly.
  }

  dispose(): void {
    // Nothing outlives an update.
  }

  private async step(update: Update): Promise<BatchResult> {
    const { phases, seed, skipNonFinite } = this.options;
    const [first, ...others] = phases as [ReadyPhase, ...ReadyPhase[]];
    const random = layerStream(seed, update.step);
    if (skipNonFinite) {
      return others.length === 0 && first.steps === 1
        ? this.onlyUpdateWhereFinite(first, update, random)
        : this.stepWhereFinite(update, random);
    }
    return this.readBack(this.updates(update, random));
  }

  /**
   * Runs the updates of all phases, one after another. Returns the gradients of each update by
   * phase.
   */
  private updates(update: Update, random: RandomStream): Gradients[][] {
    let done = 0;
    return this.options.phases.map((phase) =>
      Array.from({ length: phase.steps }, () => {
        setLearningRate(phase.optimizer, phase.rate(update.learningRate));
        let result: Gradients | undefined;
        tidy(() => {
          result = this.gradients(phase, update, update.batch.redraw(done++), random);
          phase.optimizer.applyGradients(result.gradients);
        });
        return result!;
      }),
    );
  }

  /** Applies the gradients only if they are finite. */
  private async onlyUpdateWhereFinite(
    phase: ReadyPhase,
    update: Update,
    random: RandomStream,
  ): Promise<BatchResult> {
    setLearningRate(phase.optimizer, phase.rate(update.learningRate));
    // Layers such as batch normalization change variables when they run.
    const before = await readWeights(this.model);
    let found: Gradients | undefined;
    const gradients = tidy(() => (found = this.gradients(phase, update, update.batch, random)).gradients);
    const result = await this.readBack([[found!]]);
    if (nonFinite(result)) writeWeights(this.model, before);
    else phase.optimizer.applyGradients(gradients);
    dispose(gradients);
    return result;
  }

  /** Later updates depend on earlier ones. So all run, and are undone if a number is not finite. */
  private async stepWhereFinite(update: Update, random: RandomStream): Promise<BatchResult> {
    const { phases } = this.options;
    const before: Before = {
      weights: await readWeights(this.model),
      optimizers: await Promise.all(phases.map(async ({ optimizer }) => readOptimizer(optimizer))),
    };
    const result = await this.readBack(this.updates(update, random));
    if (!nonFinite(result)) return result;
    writeWeights(this.model, before.weights);
    for (const [index, { optimizer }] of phases.entries())
      await writeOptimizer(optimizer, itemAt(before.optimizers, index));
    return result;
  }

  private gradients(
    { phase, variables, clip }: ReadyPhase,
    { coefficients }: Update,
    batch: Batch,
    random: RandomStream,
  ): Gradients {
    const { model, objective } = this.options;
    const loss = (): Loss =>
      lossOfPhase(model, objective, phase, batchTensors(batch, coefficients), { training: true });
    return withSeededRandom(random, () => gradientsOf(variables, loss, clip));
  }

  private async readBack(found: readonly (readonly Gradients[])[]): Promise<BatchResult> {
    const { objective, phases } = this.options;
    const merged = mergedLosses(
      objective,
      found.map((updates) => updates.map(({ loss }) => loss)),
    );
    const sums = found.flat().map((update) => update.sums);
    const [result, ...gradients] = await Promise.all([
      readBack(merged),
      ...sums.map(async (each) => [...(await each.data())]),
    ]);
    dispose(sums);
    const names = phases.flatMap((phase) => Array.from({ length: phase.steps }, () => phase.names).flat());
    return { ...result, gradients: byName(names, gradients.flat()) };
  }
}

/**
 * Creates a training step that TensorFlow.js runs one kernel at a time on the current backend.
 *
 * @example
 * ```ts
 * import { createEagerStep, createOptimizer, elbo, train } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1]] });
 * const optimizer = createOptimizer({ name: 'sgd', learningRate: 0.01 });
 * const options = { data, objective: elbo(), optimizer, epochs: 1, batchSize: 1, seed: 0 };
 * const model = buildModel(defaultSpec('vae', [4]));
 * console.log((await train(model, { ...options, createStep: createEagerStep })).reason);
 * // completed
 * ```
 */
export const createEagerStep: CreateStep = (options) => new EagerStep(options);

async function readBack({ names, values }: LossValues): Promise<BatchResult> {
  const numbers = await values.data();
  dispose(values);
  return batchResult(names, numbers);
}
