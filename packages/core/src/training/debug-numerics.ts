import { dispose, keep, tidy } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';

import { HelmholtzError, itemAt } from '@helmholtz/base';
import type { LayerOutput } from '../graph/owned-network.js';
import type { Call, GraphFunction } from '../graph/plan.js';
import { phasesOf } from '../objectives/objective.js';
import { layerStream, withSeededRandom } from '@helmholtz/distributions';
import { batchTensors } from './batch-tensors.js';
import type { PartBatch } from './batch.js';
import { toTensor } from './host-tensor.js';
import { lossOfPhase } from './loss.js';
import type { BatchResult, CreateStep, StepOptions, TrainingStep, Update } from './step.js';
import { readWeights, writeWeights } from './weights.js';

/**
 * Returns a factory of steps that check every layer before each update. The first layer with a NaN
 * or infinite output throws an error with its name. Weights and metrics are those of `createStep`,
 * bit for bit. A step takes several times as long.
 *
 * Metrics and gradients are checked as in any training.
 *
 * @example
 * ```ts
 * import { HelmholtzError } from '@helmholtz/base';
 * import { createEagerStep, createOptimizer, debugNumerics, elbo, train } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1]] });
 * const optimizer = createOptimizer({ name: 'sgd', learningRate: 1e30 });
 * const createStep = debugNumerics(createEagerStep);
 * const objective = elbo();
 * const options = { data, objective, optimizer, epochs: 5, batchSize: 1, seed: 0, createStep };
 * try {
 *   await train(buildModel(defaultSpec('vae', [4])), options);
 * } catch (error) {
 *   console.log(error instanceof HelmholtzError && error.kind); // numerics
 * }
 * ```
 */
export function debugNumerics(createStep: CreateStep): CreateStep {
  return async (options) => new CheckedStep(options, await createStep(options));
}

/** Layers of a graph that a batch has values for, in the order of computation. */
interface CheckedLayers {
  readonly calls: readonly Call[];
  readonly compute: GraphFunction;
  /** Whether each data input is fed. */
  readonly fed: readonly boolean[];
}

class CheckedStep implements TrainingStep {
  readonly stride = 1;
  readonly evaluate: TrainingStep['evaluate'];
  /** Checked layers by the inputs that a batch has values for. */
  private readonly checked = new Map<string, CheckedLayers>();

  constructor(
    private readonly options: StepOptions,
    private readonly step: TrainingStep,
  ) {
    this.evaluate = step.evaluate.bind(step);
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

  /** @throws HelmholtzError (`numerics`) with the first layer that outputs NaN or infinity. */
  private async check(update: Update): Promise<void> {
    const { model, seed } = this.options;
    const before = await readWeights(model);
    const outputs: LayerOutput[] = [];
    const random = layerStream(seed, update.step);
    tidy(() => {
      withSeededRandom(random, () => {
        const batches = update.batch.parts ? Object.values(update.batch.parts) : [update.batch];
        outputs.push(...batches.flatMap((batch) => this.ofGraph(batch)), ...this.ofNetworks(update));
      });
      for (const { value } of outputs) keep(value);
    });
    // Layers such as batch normalization change variables when they run.
    writeWeights(model, before);
    try {
      for (const { id, layer, value } of outputs) {
        const nonFiniteNumber = (await value.data()).find((number) => !Number.isFinite(number));
        if (nonFiniteNumber !== undefined) throw found(id, layer, nonFiniteNumber, update.step + 1);
      }
    } finally {
      dispose(outputs.map(({ value }) => value));
    }
  }

  private ofGraph({ inputs, noise }: PartBatch): LayerOutput[] {
    const { calls, compute, fed } = this.layersFor(inputs.map((input) => input !== undefined));
    const tensors = [...inputs.filter((input, index) => input && fed[index]), ...noise];
    const values = compute(
      tensors.flatMap((tensor) => (tensor ? [toTensor(tensor)] : [])),
      { training: true, samples: this.options.objective.samples },
    );
    return values.map((value, index) => ({
      id: itemAt(calls, index).id,
      layer: itemAt(calls, index).layer,
      value,
    }));
  }

  private layersFor(fed: readonly boolean[]): CheckedLayers {
    const key = fed.join();
    let checked = this.checked.get(key);
    if (!checked) {
      const { plan, inputs, noise } = this.options.model;
      const sampled = noise.map(({ slot }) => slot);
      const fedSlots = inputs.filter((_, index) => fed[index]).map(({ slot }) => slot);
      const missing = plan.reached(inputs.filter((_, index) => !fed[index]).map(({ slot }) => slot));
      const outputs = plan.calls.flatMap((call) =>
        call.outputs.flatMap((slot) => (missing.has(slot) ? [] : [{ call, slot }])),
      );
      const slots = outputs.map(({ slot }) => slot);
      const compute = plan.prepare([...fedSlots, ...sampled], slots, { sampled });
      this.checked.set(key, (checked = { calls: outputs.map(({ call }) => call), compute, fed }));
    }
    return checked;
  }

  /** Layers of the objective's networks, for the inputs that the phases use. */
  private ofNetworks({ batch, coefficients }: Update): LayerOutput[] {
    const { model, objective } = this.options;
    if (model.networks.length === 0) return [];
    const outputs: LayerOutput[] = [];
    for (const phase of phasesOf(objective)) {
      const { values } = lossOfPhase(model, objective, phase, batchTensors(batch, coefficients), {
        training: true,
        onNetwork(network, input) {
          outputs.push(...network.outputs(input, true));
        },
      });
      dispose(values);
    }
    return outputs;
  }
}

function found(id: string, layer: layers.Layer, value: number, step: number): HelmholtzError {
  return new HelmholtzError(
    'numerics',
    `The layer ${id} (${layer.getClassName()}) gave ${value} at step ${step}, from finite inputs and weights.`,
    {
      hint: 'Lower the learning rate, clip gradients (training.clip), or bound what goes into that layer.',
    },
  );
}
