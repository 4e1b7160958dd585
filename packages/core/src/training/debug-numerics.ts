import { type Tensor, dispose, tidy } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import type { GraphFunction, Slot } from '../graph/plan.js';
import { layerStream, withSeededRandom } from '@helmholtz/distributions';
import { toTensor } from './host-tensor.js';
import type { BatchResult, CreateStep, StepOptions, TrainingStep, Update } from './step.js';
import { readWeights, writeWeights } from './weights.js';

/**
 * Updates as `createStep` does them, with every layer looked at before: the first whose output is NaN or infinite is told by
 * its name. Weights and metrics are those of `createStep`, bit for bit; a step takes several times as long.
 *
 * What goes wrong behind the last layer is told by the terms of the objective, and in gradients by the weights, as always.
 */
export function debugNumerics(createStep: CreateStep): CreateStep {
  return async (options) => new LookingStep(options, await createStep(options));
}

/** A value of the graph, and the layer that gives it. */
interface Output {
  readonly slot: Slot;
  readonly id: string;
  readonly kind: string;
}

class LookingStep implements TrainingStep {
  readonly stride = 1;
  readonly evaluate: TrainingStep['evaluate'];
  /** In the order in which they are computed. */
  private readonly outputs: readonly Output[];
  private readonly compute: GraphFunction;

  constructor(
    private readonly options: StepOptions,
    private readonly step: TrainingStep,
  ) {
    this.evaluate = step.evaluate.bind(step);
    const { plan, inputs, noise } = options.model;
    this.outputs = plan.calls.flatMap(({ id, layer, outputs }) =>
      outputs.map((slot) => ({ slot, id, kind: layer.getClassName() })),
    );
    const sampled = noise.map(({ slot }) => slot);
    const fed = [...inputs.map(({ slot }) => slot), ...sampled];
    this.compute = plan.prepare(
      fed,
      this.outputs.map(({ slot }) => slot),
      { sampled },
    );
  }

  async train(updates: readonly Update[]): Promise<BatchResult[]> {
    const results: BatchResult[] = [];
    for (const update of updates) {
      await this.step.settle();
      await this.check(update);
      results.push(...(await this.step.train([update])));
    }
    return results;
  }

  async settle(): Promise<void> {
    await this.step.settle();
  }

  dispose(): void {
    this.step.dispose();
  }

  /** @throws HelmholtzError (`numerics`) that names the first layer that gives NaN or infinity. */
  private async check({ batch: { inputs, noise }, step }: Update): Promise<void> {
    const { model, objective, seed } = this.options;
    const before = await readWeights(model);
    const values = tidy(() => {
      const fed: Tensor[] = [...inputs, ...noise].map(toTensor);
      const options = { training: true, samples: objective.samples };
      return withSeededRandom(layerStream(seed, step), () => this.compute(fed, options));
    });
    // Layers such as batch normalization change variables as they run.
    writeWeights(model, before);
    try {
      for (const [index, value] of values.entries()) {
        const wrong = (await value.data()).find((number) => !Number.isFinite(number));
        if (wrong !== undefined) throw found(this.outputs[index]!, wrong, step + 1);
      }
    } finally {
      dispose(values);
    }
  }
}

function found({ id, kind }: Output, value: number, step: number): HelmholtzError {
  return new HelmholtzError(
    'numerics',
    `The layer ${id} (${kind}) gave ${value} at step ${step}, from finite inputs and weights.`,
    {
      hint: 'Lower the learning rate, clip gradients (training.clip), or bound what goes into that layer.',
    },
  );
}
