import { entryOf, itemAt } from '@helmholtz/base';
import { type Tensor, cast, concat, dispose, isFinite, keep, min, stack } from '@tensorflow/tfjs-core';

import { allCoefficients } from '../objectives/coefficients.js';
import type { Coefficients } from '../objectives/objective.js';
import type { Batch } from './batch.js';
import { createEagerStep } from './eager-step.js';
import { layerStream } from '@helmholtz/distributions';
import { nonFinite } from './finite.js';
import { type Gradients, gradientsOf } from './gradients.js';
import {
  type Loss,
  type LossInputs,
  batchResult,
  byName,
  lossOf,
  lossOfPhase,
  mergedLosses,
} from './loss.js';
import { advanceOptimizer, tracingOptimizer } from './optimizers.js';
import type { ReadyPhase } from './ready-phases.js';
import type { CompiledProgram, StepCompiler } from './step-compiler.js';
import { type FedBatch, StepFeeds, batchesOf, residentBatches } from './step-feeds.js';
import type { BatchResult, CreateStep, StepOptions, TrainingStep, Update } from './step.js';

/** Duration of one execution in seconds. Short enough to show progress and to stop. */
const EXECUTION = 0.1;
const MOST_UPDATES = 1_000;

/** Tracing recognizes the learning rates of phases by multiples of this unlikely number. */
const TRACED_RATE = 0.012345678;

/**
 * Returns a factory of compiled training steps. One native execution runs several updates. Their
 * batches are picked by index from data that stay on the device.
 *
 * @param compile compiler; see `StepCompiler`.
 * @param explain receives one line if the step can't be compiled. It then runs eagerly.
 *
 * @example
 * ```ts
 * import { compileSteps } from '@helmholtz/backend-onnx';
 * import { compiledStep, createOptimizer, elbo, train } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 * import { setBackend } from '@tensorflow/tfjs-core';
 *
 * await setBackend('onnx');
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const optimizer = createOptimizer({ name: 'adam', learningRate: 0.01 });
 * const createStep = compiledStep(compileSteps, console.warn);
 * const objective = elbo();
 * const options = { data, objective, optimizer, epochs: 2, batchSize: 2, seed: 0, createStep };
 * console.log((await train(buildModel(defaultSpec('vae', [4])), options)).steps); // 2
 * ```
 */
export function compiledStep(compile: StepCompiler, explain: (line: string) => void): CreateStep {
  return (options) => {
    try {
      return new CompiledStep(options, compile);
    } catch (error) {
      if (!(error instanceof Error && error.name === 'CompileError')) throw error;
      explain(`The training step is not compiled, and so slower: ${error.message}`);
      return createEagerStep(options);
    }
  };
}

/** Compiled step or evaluation for batches of one size. */
interface Program {
  readonly feeds: StepFeeds;
  readonly compiled: CompiledProgram;
  /** Names of the metrics that follow the loss in its output. */
  readonly names: readonly string[];
}

class CompiledStep implements TrainingStep {
  stride = 1;
  private readonly resident: ReadonlyMap<string | undefined, FedBatch>;
  private readonly programs = new Map<string, Program>();
  /** Names of the weights of each update of a step, in order. */
  private readonly trainable: readonly string[];

  constructor(
    private readonly options: StepOptions,
    private readonly compile: StepCompiler,
  ) {
    const { data, model, objective, phases } = options;
    this.resident = residentBatches(data);
    this.trainable = phases.flatMap(({ steps, names }) => Array.from({ length: steps }, () => names).flat());
    // Compiles now, so that a failure is known before training begins.
    this.program(
      true,
      [...this.resident.values()],
      Object.keys({
        ...model.annealed.at({ step: 0, totalSteps: 1 }),
        ...allCoefficients(objective, undefined, { examples: 1 }),
      }),
    );
  }

  async train(updates: readonly Update[]): Promise<BatchResult[]> {
    const [{ batch, coefficients }] = updates as readonly [Update];
    const batches = batchesOf(batch).map(({ part, batchSize }) => ({
      ...entryOf(this.resident, part),
      batchSize,
    }));
    const { feeds, compiled, names } = this.program(true, batches, Object.keys(coefficients));
    const { phases, seed, skipNonFinite } = this.options;
    const rates = phases.map(({ rate }) =>
      Float32Array.from(updates, ({ learningRate }) => rate(learningRate)),
    );
    const fed = [...feeds.feed(updates), ...rates];
    const started = performance.now();
    const [values, sums] = await compiled.run(updates.length, fed, (index) => {
      const stream = layerStream(seed, itemAt(updates, index).step);
      return () => stream.next();
    });
    this.adaptStride((performance.now() - started) / 1000 / updates.length);
    const results = updates.map((_, index) => ({
      ...batchResult(names, values!, index * (1 + names.length)),
      gradients: byName(this.trainable, sums!, index * this.trainable.length),
    }));
    const skipped = skipNonFinite ? results.filter(nonFinite).length : 0;
    for (const { optimizer, steps } of phases)
      advanceOptimizer(optimizer, steps * (updates.length - skipped));
    return results;
  }

  async evaluate(batch: Batch, coefficients: Coefficients): Promise<BatchResult> {
    const { feeds, compiled, names } = this.program(false, batchesOf(batch), Object.keys(coefficients));
    const [values] = await compiled.run(1, feeds.feed([{ batch, coefficients }]));
    return batchResult(names, values!);
  }

  async settle(): Promise<void> {
    // An execution writes the variables of the model and the optimizer back.
  }

  dispose(): void {
    for (const { compiled } of this.programs.values()) compiled.dispose();
    this.programs.clear();
  }

  private adaptStride(seconds: number): void {
    this.stride = Math.min(Math.max(Math.round(EXECUTION / seconds), 1), MOST_UPDATES);
  }

  /** Compiles on first use: the last batch of an epoch may be smaller. */
  private program(training: boolean, batches: readonly FedBatch[], coefficients: readonly string[]): Program {
    const key = JSON.stringify([training, batches.map(({ part, batchSize }) => [part, batchSize])]);
    let program = this.programs.get(key);
    if (!program) {
      const { model, objective, phases } = this.options;
      const updates = training ? phases.reduce((count, { steps }) => count + steps, 0) : 1;
      const feeds = new StepFeeds({ model, objective, batches, updates, coefficients });
      program = training ? this.step(feeds) : this.evaluation(feeds);
      this.programs.set(key, program);
    }
    return program;
  }

  private evaluation(feeds: StepFeeds): Program {
    const { model, objective } = this.options;
    let names: readonly string[] = [];
    const step = (tensors: Tensor[]): Tensor[] => {
      const result = lossOf(model, objective, itemAt(feeds.read(tensors), 0), false);
      ({ names } = result);
      return [result.values];
    };
    const { perStep, constant } = feeds;
    return { feeds, compiled: this.compile(step, { perStep, constant, numbers: [] }), names };
  }

  /** Updates of all phases, one after another, as one graph. */
  private step(feeds: StepFeeds): Program {
    const { objective, phases, skipNonFinite: conditional = false } = this.options;
    let names: readonly string[] = [];
    const step = (tensors: Tensor[]): Tensor[] => {
      const inputs = feeds.read(tensors)[Symbol.iterator]();
      const gradientsOfPhases = phases.map((phase) =>
        Array.from({ length: phase.steps }, () => this.update(phase, inputs.next().value!)),
      );
      const merged = mergedLosses(
        objective,
        gradientsOfPhases.map((updates) => updates.map(({ loss }) => loss)),
      );
      ({ names } = merged);
      const results = [merged.values, joinedSums(gradientsOfPhases.flat())];
      return conditional ? [...results, allFinite(results)] : results;
    };
    const { perStep, constant } = feeds;
    const numbers = phases.map((_, index) => TRACED_RATE * (1 + index));
    const compile = (): CompiledProgram => this.compile(step, { perStep, constant, numbers, conditional });
    const traced = phases.reduce(
      (trace, { optimizer }, index) =>
        () =>
          tracingOptimizer(optimizer, itemAt(numbers, index), trace),
      compile,
    );
    return { feeds, compiled: traced(), names };
  }

  private update({ phase, variables, clip, optimizer }: ReadyPhase, inputs: LossInputs): Gradients {
    const { model, objective } = this.options;
    const loss = (): Loss => lossOfPhase(model, objective, phase, inputs, { training: true });
    const lossAndGradients = gradientsOf(variables, loss, clip);
    optimizer.applyGradients(lossAndGradients.gradients);
    return lossAndGradients;
  }
}

function joinedSums(updates: readonly Gradients[]): Tensor {
  const sums = updates.map((update) => update.sums);
  const [first, ...others] = sums as [Tensor, ...Tensor[]];
  if (others.length === 0) return first;
  const joined = keep(concat(sums));
  dispose(sums);
  return joined;
}

/** 1 if every element is finite, else 0. */
function allFinite(tensors: readonly Tensor[]): Tensor {
  const flags = tensors.map((tensor) => min(cast(isFinite(tensor), 'float32')));
  return keep(min(stack(flags)));
}
