import { type Tensor, cast, isFinite, keep, min, stack } from '@tensorflow/tfjs-core';

import type { Coefficients } from '../objectives/objective.js';
import type { Batch } from './batches.js';
import { createEagerStep } from './eager-step.js';
import { layerStream } from '@helmholtz/distributions';
import { nonFinite } from './finite.js';
import { gradientsOf, trainableNames } from './gradients.js';
import { batchResult, byName, lossOf } from './loss.js';
import { advanceOptimizer, tracingOptimizer } from './optimizers.js';
import type { CompiledProgram, StepCompiler } from './step-compiler.js';
import { type Resident, StepFeeds, residentData } from './step-feeds.js';
import type { BatchResult, CreateStep, StepOptions, TrainingStep, Update } from './step.js';

/** How long one execution is to take, in seconds: short enough to show progress and to be stopped. */
const EXECUTION = 0.1;
const MOST_UPDATES = 1_000;

/** A traced update's learning rate is recognised by it: no other number is likely to be the same. */
const TRACED_RATE = 0.012345678;

/**
 * Updates by a compiled graph: several in one native execution, their batches picked by index from data that stay where
 * they are computed with.
 *
 * @param compile see `StepCompiler`.
 * @param explain is told, in one line, why an update can't be compiled; TensorFlow.js then does it, a kernel at a time.
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

/** A compiled step for batches of one size. */
interface Program {
  readonly feeds: StepFeeds;
  readonly compiled: CompiledProgram;
  /** The names of the metrics that it yields after the loss. */
  readonly names: readonly string[];
}

class CompiledStep implements TrainingStep {
  stride = 1;
  private readonly resident: readonly (Resident | undefined)[];
  private readonly programs = new Map<string, Program>();
  private readonly trainable: readonly string[];

  constructor(
    private readonly options: StepOptions,
    private readonly compile: StepCompiler,
  ) {
    const { data, batchSize, objective } = options;
    this.resident = residentData(data);
    this.trainable = trainableNames(options.model);
    // Whether it can be compiled is known before training begins.
    this.program(true, Math.min(batchSize, data.size), objective.coefficients?.(undefined) ?? {});
  }

  async train(updates: readonly Update[]): Promise<BatchResult[]> {
    const { batch, coefficients } = updates[0]!;
    const { feeds, compiled, names } = this.program(true, batch.size, coefficients);
    const rates = Float32Array.from(updates, ({ learningRate }) => learningRate);
    const fed = [...feeds.feed(updates), rates];
    const started = performance.now();
    const [values, sums] = await compiled.run(updates.length, fed, (index) => {
      const stream = layerStream(this.options.seed, updates[index]!.step);
      return () => stream.next();
    });
    this.adaptStride((performance.now() - started) / 1000 / updates.length);
    const results = updates.map((_, index) => ({
      ...batchResult(names, values!, index * (1 + names.length)),
      gradients: byName(this.trainable, sums!, index * this.trainable.length),
    }));
    const { optimizer, skipNonFinite } = this.options;
    const skipped = skipNonFinite ? results.filter(nonFinite).length : 0;
    advanceOptimizer(optimizer, updates.length - skipped);
    return results;
  }

  async evaluate(batch: Batch, coefficients: Coefficients): Promise<BatchResult> {
    const { feeds, compiled, names } = this.program(false, batch.size, coefficients);
    const [values] = await compiled.run(1, feeds.feed([{ batch, coefficients }]));
    return batchResult(names, values!);
  }

  async settle(): Promise<void> {
    // An execution leaves the variables of the model and of the optimizer as its last update does.
  }

  dispose(): void {
    for (const { compiled } of this.programs.values()) compiled.dispose();
    this.programs.clear();
  }

  private adaptStride(seconds: number): void {
    this.stride = Math.min(Math.max(Math.round(EXECUTION / seconds), 1), MOST_UPDATES);
  }

  /** Compiled when first wanted: the last batch of an epoch may be smaller. */
  private program(training: boolean, batchSize: number, coefficients: Coefficients): Program {
    const key = `${training} ${batchSize}`;
    let program = this.programs.get(key);
    if (!program) {
      // Rows to evaluate are those of another data set: they are fed, not picked.
      const resident = training ? this.resident : this.resident.map(() => undefined);
      const { model, objective } = this.options;
      const feeds = new StepFeeds(model, resident, batchSize, objective, Object.keys(coefficients));
      program = training ? this.update(feeds) : this.evaluation(feeds);
      this.programs.set(key, program);
    }
    return program;
  }

  private evaluation(feeds: StepFeeds): Program {
    const { model, objective } = this.options;
    let names: readonly string[] = [];
    const step = (tensors: Tensor[]): Tensor[] => {
      const result = lossOf(model, objective, feeds.read(tensors), false);
      ({ names } = result);
      return [result.values];
    };
    const { perStep, constant } = feeds;
    return { feeds, compiled: this.compile(step, { perStep, constant, numbers: [] }), names };
  }

  private update(feeds: StepFeeds): Program {
    const { model, objective, optimizer, clip, skipNonFinite: conditional = false } = this.options;
    let names: readonly string[] = [];
    const step = (tensors: Tensor[]): Tensor[] => {
      const { loss, gradients, sums } = gradientsOf(
        model,
        () => lossOf(model, objective, feeds.read(tensors), true),
        clip,
      );
      optimizer.applyGradients(gradients);
      ({ names } = loss);
      const results = [loss.values, sums];
      return conditional ? [...results, allFinite(results)] : results;
    };
    const { perStep, constant } = feeds;
    const compiled = tracingOptimizer(optimizer, TRACED_RATE, () =>
      this.compile(step, { perStep, constant, numbers: [TRACED_RATE], conditional }),
    );
    return { feeds, compiled, names };
  }
}

/** 1 where every element is finite, else 0. */
function allFinite(tensors: readonly Tensor[]): Tensor {
  const flags = tensors.map((tensor) => min(cast(isFinite(tensor), 'float32')));
  return keep(min(stack(flags)));
}
