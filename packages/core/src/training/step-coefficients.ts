import type { LatentVariableModel } from '../graph/model.js';
import { allCoefficients } from '../objectives/coefficients.js';
import type { Coefficients } from '../objectives/objective.js';
import { learningRateOf } from './optimizers.js';
import type { BatchReader } from './batches.js';
import type { Update } from './step.js';
import type { TrainOptions } from './train-options.js';

/** Learning rate and coefficients of the objective at each step of a training. */
export class StepCoefficients {
  constructor(
    private readonly model: LatentVariableModel,
    private readonly options: TrainOptions,
    private readonly reader: BatchReader,
  ) {}

  at(step: number): Pick<Update, 'learningRate' | 'coefficients'> {
    return { learningRate: this.learningRate(step), coefficients: this.coefficients(step) };
  }

  /** Those that an epoch reports: those of its last step, without the sizes of the data. */
  reported({ learningRate, coefficients }: Pick<Update, 'learningRate' | 'coefficients'>): {
    readonly learningRate: number;
    readonly coefficients: Coefficients;
  } {
    const ofData = this.options.objective.ofData?.(this.reader) ?? {};
    const changing = Object.entries(coefficients).filter(([name]) => !Object.hasOwn(ofData, name));
    return { learningRate, coefficients: Object.fromEntries(changing) };
  }

  /** Those of a training that has done a number of steps. */
  after(steps: number): Pick<Update, 'learningRate' | 'coefficients'> {
    if (steps > 0) return this.at(steps - 1);
    return { learningRate: learningRateOf(this.options.optimizer), coefficients: {} };
  }

  /** Number of steps of all epochs. */
  get totalSteps(): number {
    return this.options.epochs * this.reader.batchesPerPass;
  }

  private learningRate(step: number): number {
    const { schedule, optimizer } = this.options;
    return schedule?.(step, this.totalSteps) ?? learningRateOf(optimizer);
  }

  private coefficients(step: number): Coefficients {
    const { totalSteps } = this;
    const { epochs, objective } = this.options;
    const stepsPerEpoch = this.reader.batchesPerPass;
    const epoch = Math.floor(step / stepsPerEpoch) + 1;
    const progress = { step, totalSteps, epoch, epochs, stepsPerEpoch };
    return { ...this.model.annealed.at(progress), ...allCoefficients(objective, progress, this.reader) };
  }
}
