import { itemAt } from '@helmholtz/base';
import type { Tensor } from '@tensorflow/tfjs-core';

import type { LatentVariableModel } from '../graph/model.js';
import type { Coefficients, Objective } from '../objectives/objective.js';
import type { Batch } from '../training/batch.js';
import { batchResult, lossOf } from '../training/loss.js';
import { examplesByName } from '../training/loss-of-examples.js';
import type { BatchResult, Evaluator } from '../training/step.js';
import type { CompiledProgram, StepCompiler } from '../training/step-compiler.js';
import { type FedBatch, StepFeeds, batchesOf } from '../training/step-feeds.js';

interface Program {
  readonly feeds: StepFeeds;
  readonly compiled: CompiledProgram;
  /** Names of the metrics, known after the first run: not every compiler traces in advance. */
  readonly metrics: { names: readonly string[]; examples?: readonly string[] | undefined };
}

/** Compiled evaluation of an objective, independent of training. */
export class ObjectiveEvaluator implements Evaluator {
  private readonly programs = new Map<string, Program>();

  constructor(
    private readonly model: LatentVariableModel,
    private readonly objective: Objective,
    private readonly compile: StepCompiler,
    /** Whether the values of each example are read too. */
    private readonly perExample = false,
  ) {}

  async evaluate(batch: Batch, coefficients: Coefficients): Promise<BatchResult> {
    const program = this.program(batch, Object.keys(coefficients));
    const [values, ofExamples] = await program.compiled.run(1, program.feeds.feed([{ batch, coefficients }]));
    const { names, examples } = program.metrics;
    const means = batchResult(names, values!);
    return examples && ofExamples ? { ...means, examples: examplesByName(examples, ofExamples) } : means;
  }

  dispose(): void {
    for (const { compiled } of this.programs.values()) compiled.dispose();
    this.programs.clear();
  }

  /** Returns the program of a batch size. */
  private program(batch: Batch, coefficients: readonly string[]): Program {
    const batches = batchesOf(batch);
    const key = JSON.stringify(batches.map(({ part, batchSize }) => [part, batchSize]));
    let program = this.programs.get(key);
    if (!program) this.programs.set(key, (program = this.compiled(batches, coefficients)));
    return program;
  }

  private compiled(batches: readonly FedBatch[], coefficients: readonly string[]): Program {
    const { model, objective, perExample } = this;
    const feeds = new StepFeeds({ model, objective, batches, updates: 1, coefficients });
    const metrics: Program['metrics'] = { names: [] };
    const step = (tensors: Tensor[]): readonly Tensor[] => {
      const result = lossOf(model, objective, itemAt(feeds.read(tensors), 0), false, { perExample });
      metrics.names = result.names;
      metrics.examples = result.examples?.names;
      return [result.values, ...(result.examples ? [result.examples.values] : [])];
    };
    const compiled = this.compile(step, { perStep: feeds.perStep, constant: [], numbers: [] });
    return { feeds, compiled, metrics };
  }
}
