import type { RunWithCodes } from '../codes/training-codes.js';
import { reportTask, throwIfAborted } from '../run/work-options.js';
import { preparedDraws, sampledPiece } from './sample-draws.js';
import type { Sampled, SampleOptions } from './sampled.js';

/**
 * Draws examples from the prior of every latent, from the top down, and decodes them. The codes may
 * also come from the aggregate posterior, a density that is fitted to codes, or a file.
 *
 * @throws HelmholtzError (`usage`) for a model without a prior, or a model that does not generate
 * the examples of the data set.
 *
 * @example
 * ```ts
 * import { sample } from '@helmholtz/analysis';
 * import { loadDataset } from '@helmholtz/datasets';
 * import { assemble, type SpecInput } from '@helmholtz/recipes';
 * import '@tensorflow/tfjs-backend-cpu';
 *
 * const networks = { recognition: [], generative: [] };
 * const latents = [{ name: 'z', size: 2 }];
 * const spec: SpecInput = { recipe: 'vae', observed: { shape: [784] }, latents, networks };
 * const run = { ...assemble(spec), ...(await loadDataset('digits')) };
 * const { examples } = await sample(run, { count: 4, seed: 7 });
 * console.log(examples.count, examples.shape); // 4 [ 28, 28, 1 ]
 * ```
 */
export async function sample(run: RunWithCodes, options: SampleOptions = {}): Promise<Sampled> {
  const { draws, task } = await preparedDraws(run, options);
  const report = reportTask(options, task);
  const sampled = await sampledPiece(run, draws, { begin: 0, count: draws.count });
  report(draws.count, draws.count);
  return sampled;
}

/** Some of the examples that are drawn together. */
export interface SampledPiece extends Sampled {
  /** Number of the first example. */
  readonly begin: number;
  /** Number of all examples. */
  readonly total: number;
}

/** Draws of a piece: a multiple of the batches whose noise is drawn together. */
const PIECE = 5000;

/**
 * Draws examples like `sample`, in pieces of 5,000, so that any number fits into memory. Together
 * they are the examples that `sample` draws by the same seed.
 *
 * @param piece examples of a piece, a multiple of 250.
 * @throws HelmholtzError (`usage`) like `sample`.
 *
 * @example
 * ```ts
 * import { samplePieces } from '@helmholtz/analysis';
 * import { loadDataset } from '@helmholtz/datasets';
 * import { assemble } from '@helmholtz/recipes';
 * import '@tensorflow/tfjs-backend-cpu';
 *
 * const assembly = assemble({
 *   recipe: 'vae',
 *   observed: { shape: [784] },
 *   latents: [{ name: 'z', size: 2 }],
 *   networks: { recognition: [], generative: [] },
 * });
 * const run = { ...assembly, ...(await loadDataset('digits', { limit: 20 })) };
 * for await (const { begin, examples } of samplePieces(run, { count: 300 }, 250)) {
 *   console.log(begin, examples.count);
 * }
 * // 0 250
 * // 250 50
 * ```
 */
export async function* samplePieces(
  run: RunWithCodes,
  options: SampleOptions = {},
  piece = PIECE,
): AsyncGenerator<SampledPiece> {
  const { draws, task } = await preparedDraws(run, options);
  const { count: total } = draws;
  const report = reportTask(options, task);
  for (let begin = 0; begin < total; begin += piece) {
    throwIfAborted(options.signal, task);
    const count = Math.min(piece, total - begin);
    yield { ...(await sampledPiece(run, draws, { begin, count })), begin, total };
    report(begin + count, total);
  }
}
