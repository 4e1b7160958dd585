import type { Tensor } from '@tensorflow/tfjs-core';

import { RandomStream, noiseSource } from '@helmholtz/distributions';
import { itemAt } from '@helmholtz/base';
import type { LatentVariableModel } from '../graph/model.js';
import { probedPrior } from '../graph/latent-traits.js';
import type { Batch } from '../training/batch.js';
import { sizeOf } from '../training/dataset.js';
import type { HostTensor } from '../training/host-tensor.js';
import type { StepCompiler } from '../training/step-compiler.js';
import { AnnealedPath } from './annealed-path.js';
import { BatchFunction } from './batch-function.js';
import { hamiltonianTransition } from './hamiltonian-transition.js';
import { LogMeanWeights } from './log-mean-weights.js';

/** Step size at the first temperature, and how fast it is adapted to the acceptance. */
const FIRST_STEP_SIZE = 0.5;
const ADAPTATION = 0.1;
/** Acceptance at which Hamiltonian transitions are most efficient (Neal 2011, section 5.4.4). */
const TARGET_ACCEPTANCE = 0.65;
/** Share by which all step sizes of a temperature vary, because equal steps may return to a start. */
const JITTER = 0.2;

export interface AnnealOptions {
  readonly seed: number;
  /** Keys of the random streams, including the batch. */
  readonly keys: readonly (string | number)[];
  /** Step sizes of the examples, [batch] for each temperature; adapted if there are none. */
  readonly stepSizes?: readonly Float32Array[] | undefined;
  /** Called after each temperature. The chains end early if it returns false. */
  readonly goesOn: () => Promise<boolean>;
}

export interface Annealed {
  /** Weights of the chains of each example. */
  readonly weights: LogMeanWeights;
  readonly stepSizes: readonly Float32Array[];
  /** Mean probability of acceptance over chains, examples and temperatures; NaN for none. */
  readonly acceptance: number;
}

/** Chains that move from the prior to the posterior of the latents of each example. */
export class AnnealedChains {
  private readonly start: BatchFunction;
  private readonly move: BatchFunction;
  private readonly latents: readonly { name: string; shape: readonly number[]; source: string }[];

  constructor(
    model: LatentVariableModel,
    /** Number of chains of each example. */
    readonly chains: number,
    leapfrogSteps: number,
    compile: StepCompiler,
  ) {
    this.latents = model.ancestralOrder.map((latent) => ({
      name: latent.name,
      shape: latent.shape,
      source: probedPrior(latent)?.noise ?? 'standardNormal',
    }));
    const count = this.latents.length;
    const pathOf = (inputs: readonly Tensor[]): AnnealedPath => new AnnealedPath(model, inputs, chains);
    this.start = new BatchFunction(compile, (inputs, noise) => {
      const path = pathOf(inputs);
      const values = path.start(noise);
      return [...values, path.logLikelihood(values)];
    });
    this.move = new BatchFunction(compile, (inputs, fed) => {
      const path = pathOf(inputs);
      const [beta, stepSizes, uniform] = fed.slice(2 * count) as [Tensor, Tensor, Tensor];
      const { values, acceptance } = hamiltonianTransition(
        (at) => path.logDensity(at, beta),
        fed.slice(0, count),
        { momenta: fed.slice(count, 2 * count), uniform, stepSizes, steps: leapfrogSteps },
      );
      return [...values, path.logLikelihood(values), acceptance];
    });
  }

  /**
   * Moves new chains through all temperatures.
   *
   * @param betas increasing inverse temperatures from 0 to 1.
   * @returns undefined if the chains ended early.
   */
  async anneal(
    { inputs, size }: Pick<Batch, 'inputs' | 'size'>,
    betas: readonly number[],
    { seed, keys, stepSizes: given, goesOn }: AnnealOptions,
  ): Promise<Annealed | undefined> {
    const rows = size * this.chains;
    const noise = (name: string, source: string, shape: readonly number[], at: number): HostTensor => {
      const values = new Float32Array(rows * sizeOf(shape));
      noiseSource(source).fill(values, new RandomStream(seed, ...keys, name, at));
      return { shape: [rows, ...shape], values };
    };
    const data = inputs as readonly HostTensor[];
    const outputs = await this.start.run(
      data,
      this.latents.map(({ name, shape, source }) => noise(`start/${name}`, source, shape, 0)),
    );
    let values = this.asTensors(outputs, rows);
    let logLikelihood = itemAt(outputs, this.latents.length);
    const logWeights = new Float64Array(rows);
    const stepSizes: Float32Array[] = [];
    let current = new Float32Array(size).fill(FIRST_STEP_SIZE);
    let accepted = 0;
    for (let at = 1; at < betas.length; at++) {
      const rise = itemAt(betas, at) - itemAt(betas, at - 1);
      for (let row = 0; row < rows; row++) logWeights[row]! += rise * logLikelihood[row]!;
      if (at < betas.length - 1) {
        const stepSize = given ? itemAt(given, at - 1) : current;
        stepSizes.push(stepSize);
        const [jitter] = noise('jitter', 'uniform', [], at).values;
        const factor = 1 + JITTER * (2 * jitter! - 1);
        const moved = await this.move.run(data, [
          ...values,
          ...this.latents.map(({ name, shape }) => noise(`momentum/${name}`, 'standardNormal', shape, at)),
          { shape: [], values: Float32Array.of(itemAt(betas, at)) },
          {
            shape: [rows],
            values: Float32Array.from({ length: rows }, (_, row) => stepSize[row % size]! * factor),
          },
          noise('uniform', 'uniform', [], at),
        ]);
        values = this.asTensors(moved, rows);
        logLikelihood = itemAt(moved, this.latents.length);
        const acceptance = meansOfExamples(itemAt(moved, this.latents.length + 1), size);
        current = current.map(
          (each, row) => each * Math.exp(ADAPTATION * (acceptance[row]! - TARGET_ACCEPTANCE)),
        );
        accepted += acceptance.reduce((sum, value) => sum + value, 0) / size;
      }
      if (!(await goesOn())) return undefined;
    }
    const weights = new LogMeanWeights(size);
    for (let chain = 0; chain < this.chains; chain++) weights.add(logWeights, chain * size);
    return { weights, stepSizes, acceptance: accepted / stepSizes.length };
  }

  dispose(): void {
    this.start.dispose();
    this.move.dispose();
  }

  private asTensors(outputs: readonly ArrayLike<number>[], rows: number): HostTensor[] {
    return this.latents.map(({ shape }, index) => ({
      shape: [rows, ...shape],
      values: Float32Array.from(itemAt(outputs, index)),
    }));
  }
}

/** Mean of each example over its chains, first chain first. */
function meansOfExamples(values: ArrayLike<number>, size: number): Float64Array {
  const means = new Float64Array(size);
  for (let row = 0; row < values.length; row++) means[row % size]! += (values[row]! * size) / values.length;
  return means;
}
