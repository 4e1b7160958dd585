import { HelmholtzError, parseJson, itemAt } from '@helmholtz/base';
import { type Dataset, subset } from '@helmholtz/datasets';

import type { OpenedRun } from '../run/open-run.js';
import type { WorkOptions } from '../run/work-options.js';
import { score } from './score.js';

export interface ThresholdOptions extends WorkOptions {
  /** Share of the training examples whose score is below the threshold, such as 0.99. */
  readonly quantile: number;
  /** Draws of the latents for each example; 100 by default. */
  readonly importanceSamples?: number | undefined;
}

/** Training examples that are scored, at most. */
const MOST_EXAMPLES = 2000;

const FILE = 'training-scores.json';
const MOST_BYTES = 2 ** 22;

/** Scores of training examples, as the folder of a run keeps them. */
interface TrainingScores {
  /** Step of the weights. */
  readonly step: number;
  readonly samples: number;
  /** Ascending. */
  readonly outlierScores: readonly number[];
}

/**
 * Returns the quantile of the outlier scores of up to 2,000 training examples, evenly spaced.
 *
 * They are scored once and kept in the folder of the run. Later thresholds need no training data.
 *
 * @throws HelmholtzError (`usage`) for a quantile that is not between 0 and 1; (`data`, `usage`) if
 * the training data can't be loaded and no scores are kept.
 *
 * @example
 * ```ts
 * import { openRun, score, thresholdOf } from '@helmholtz/analysis';
 *
 * export async function outliersOf(folder: string, data: string) {
 *   const run = await openRun(folder, { data });
 *   const threshold = await thresholdOf(run, { quantile: 0.99 });
 *   return (await score(run, { threshold })).outliers;
 * }
 * ```
 */
export async function thresholdOf(run: OpenedRun, options: ThresholdOptions): Promise<number> {
  const { quantile, importanceSamples = 100 } = options;
  if (!(quantile > 0 && quantile < 1)) {
    throw new HelmholtzError('usage', `The quantile ${quantile} is not a share.`, {
      hint: 'Expected a number between 0 and 1, such as `quantile` 0.99.',
    });
  }
  const { step } = run.checkpoint;
  const savedScores = await readScores(run);
  if (savedScores?.step === step && savedScores.samples === importanceSamples)
    return quantileOf(savedScores.outlierScores, quantile);
  const data = evenlySpaced(await run.loadTraining());
  const { outlierScore } = await score(run, { ...options, data });
  const outlierScores = Array.from(outlierScore.slice().sort());
  const scores: TrainingScores = { step, samples: importanceSamples, outlierScores };
  await run.directory.write(FILE, `${JSON.stringify(scores)}\n`);
  return quantileOf(outlierScores, quantile);
}

function evenlySpaced(dataset: Dataset): Dataset {
  const count = Math.min(dataset.size, MOST_EXAMPLES);
  const indices = Uint32Array.from({ length: count }, (_, index) =>
    Math.floor((index * dataset.size) / count),
  );
  return subset(dataset, indices);
}

/**
 * Reads the saved scores of a run. Returns undefined for a missing or damaged file, so that they
 * are computed again.
 */
async function readScores({ directory }: OpenedRun): Promise<TrainingScores | undefined> {
  const text = await directory.readOptional(FILE, MOST_BYTES);
  if (text === undefined) return undefined;
  try {
    const { step, samples, outlierScores } = parseJson(text) as Partial<TrainingScores>;
    if (step === undefined || samples === undefined || !Array.isArray(outlierScores)) return undefined;
    const numbers = outlierScores as readonly unknown[];
    if (numbers.length === 0 || numbers.some((value) => typeof value !== 'number')) return undefined;
    return { step, samples, outlierScores: numbers as readonly number[] };
  } catch {
    return undefined;
  }
}

/** Linear between neighbours, as NumPy has it. */
function quantileOf(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1);
  const [low, high] = [Math.floor(position), Math.ceil(position)];
  return itemAt(sorted, low) + (itemAt(sorted, high) - itemAt(sorted, low)) * (position - low);
}
