import { HelmholtzError, entryOf } from '@helmholtz/base';
import {
  conditionsOf,
  type Examples,
  latentTraits,
  type LatentVariable,
  type LatentVariableModel,
  type NamedExamples,
  posteriorMeans,
  priorMeans,
  readInputs,
  sizeOf,
} from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';
import type { Traversal } from '@helmholtz/report';

import {
  conditionsAt,
  givenConditions,
  type UsedCondition,
  type WithConditions,
} from '../conditions/conditions.js';
import { type GivenOptions, oneGiven } from '../conditions/given-grid.js';
import { decodeImages } from '../generating/decode-images.js';
import { checkIndices } from '../generating/indices.js';
import { requireImages } from '../images/require-images.js';
import type { TrainedRun } from '../run/trained-run.js';
import { reportTask, throwIfAborted, type WorkOptions } from '../run/work-options.js';
import { requireCodes } from './codes.js';
import { repeated, repeatedExamples } from './repeated.js';
import { type Dimension, type DimensionOrder, sortedDimensions } from './dimensions.js';
import { axisName } from './latent-plane.js';

export interface TraverseOptions extends WorkOptions, GivenOptions {
  /** Name of the latent; the top one by default. */
  readonly variable?: string | undefined;
  /** Test example whose code is in the middle; the mean of the prior by default. */
  readonly index?: number | undefined;
  /**
   * Order of the dimensions; by KL divergence by default, or by activity without a divergence of
   * each dimension.
   */
  readonly sort?: DimensionOrder | undefined;
  /** Number of dimensions at most; 10 by default. */
  readonly most?: number | undefined;
  /** Images in a row; 11 by default. */
  readonly steps?: number | undefined;
  /** How far to either side, in standard deviations of the prior; 3 by default. */
  readonly range?: number | undefined;
}

/**
 * Moves one dimension of a latent at a time while the others stay, and decodes the codes: a row for
 * each dimension. Latents below are at the mean of their prior given those above.
 *
 * @throws HelmholtzError (`usage`) for data without images, and a latent or an example that does
 * not exist.
 *
 * @example
 * ```ts
 * import { traverse } from '@helmholtz/analysis';
 * import { loadDataset } from '@helmholtz/datasets';
 * import { assemble, type SpecInput } from '@helmholtz/recipes';
 * import '@tensorflow/tfjs-backend-cpu';
 *
 * const networks = { recognition: [], generative: [] };
 * const latents = [{ name: 'z', size: 2 }];
 * const spec: SpecInput = { recipe: 'vae', observed: { shape: [784] }, latents, networks };
 * const run = { ...assemble(spec), ...(await loadDataset('digits')) };
 * const { offsets, rows } = await traverse(run, { steps: 3, range: 2 });
 * console.log(offsets, rows.length); // [ -2, 0, 2 ] 2
 * ```
 */
export async function traverse(
  run: TrainedRun,
  options: TraverseOptions = {},
): Promise<Traversal & WithConditions> {
  const { model, test } = run;
  const { variable, index, sort, most = 10, steps = 11, range = 3, signal } = options;
  requireCodes(model, 'The latents cannot be traversed.');
  requireImages(test);
  checkIndices(index === undefined ? [] : [index], test);
  const latent = latentNamed(model, variable);
  throwIfAborted(signal, `traversing ${latent.name}`);
  const report = reportTask(options, `traversing ${latent.name}`);
  const sorted = await sortedDimensions(model, latent, test, sort);
  const inputs = index === undefined ? undefined : readInputs(model, test, [index]);
  const { conditions, used } = await conditionsAround(run, inputs, options);
  const middle = inputs ? await posteriorMeans(model, inputs) : await priorMiddle(model, test, conditions);
  const shownDimensions = sorted.slice(0, most);
  const offsets = Array.from({ length: steps }, (_, step) => range * ((2 * step) / (steps - 1) - 1));
  const codes = moved(entryOf(middle, latent.name), shownDimensions, offsets);
  const repeatedConditions = repeatedExamples(conditions, codes.count);
  const stayingLatents = repeatedExamples(staying(model, latent, middle), codes.count);
  const latents = await priorMeans(
    model,
    new Map([...stayingLatents, [latent.name, codes]]),
    repeatedConditions,
  );
  const grid = await decodeImages(model, latents, test, repeatedConditions);
  report(1, 1);
  return {
    grid,
    conditions: used,
    offsets,
    rows: shownDimensions.map(({ index: at, kl }) => ({
      name: axisName(latent, at),
      note: kl === undefined ? undefined : `${kl.toFixed(2)} nats`,
    })),
    scaleName: `standard deviations of the ${latentTraits(latent)?.priorMoments ? 'prior' : 'codes'}`,
  };
}

function latentNamed({ ancestralOrder }: LatentVariableModel, name: string | undefined): LatentVariable {
  const latent =
    name === undefined ? ancestralOrder[0] : ancestralOrder.find((latent) => latent.name === name);
  if (latent) return latent;
  throw new HelmholtzError(
    'usage',
    `The model has no latent ${name === undefined ? 'at all' : `"${name}"`}.`,
    {
      hint: `Its latents, from the top: ${ancestralOrder.map((latent) => latent.name).join(', ') || 'none'}.`,
    },
  );
}

/**
 * Returns all latents at the mean of the prior, from the top down. Without a prior, returns the
 * mean code of the test set.
 */
async function priorMiddle(
  model: LatentVariableModel,
  test: Dataset,
  conditions: NamedExamples,
): Promise<NamedExamples> {
  const [top, ...others] = model.ancestralOrder;
  const givenLatents = new Map<string, Examples>();
  for (const latent of [top!, ...others.filter(({ divergence }) => !divergence)]) {
    const dimensions = await sortedDimensions(model, latent, test, 'index');
    const values = Float32Array.from(dimensions, ({ mean }) => mean);
    givenLatents.set(latent.name, { count: 1, shape: latent.shape, values });
  }
  return priorMeans(model, givenLatents, conditions);
}

/**
 * The latents that a move of one does not change: those above it, and those whose prior depends on
 * nothing.
 */
function staying(
  { ancestralOrder }: LatentVariableModel,
  latent: LatentVariable,
  middle: NamedExamples,
): NamedExamples {
  const at = ancestralOrder.indexOf(latent);
  const names = ancestralOrder
    .filter(({ divergence }, index) => index < at || !divergence?.priorParameters.length)
    .map(({ name }) => name);
  return new Map([...middle].filter(([name]) => names.includes(name)));
}

/**
 * Copies of a code, a row for each dimension, in which that dimension is off by each of the
 * offsets.
 */
function moved(code: Examples, dimensions: readonly Dimension[], offsets: readonly number[]): Examples {
  const codes = repeated(code, dimensions.length * offsets.length);
  const size = sizeOf(code.shape);
  dimensions.forEach(({ index, scale }, row) => {
    offsets.forEach((offset, column) => {
      codes.values[(row * offsets.length + column) * size + index]! += offset * scale;
    });
  });
  return codes;
}

/**
 * Returns the conditions of an example. Given values replace its own, so that its code is decoded
 * with these.
 */
async function conditionsAround(
  run: TrainedRun,
  inputs: NamedExamples | undefined,
  options: GivenOptions,
): Promise<{ readonly conditions: NamedExamples; readonly used: readonly UsedCondition[] }> {
  const consequence = 'A traversal is decoded at one.';
  if (!inputs) {
    const { examples, used } = conditionsAt(run, await oneGiven(run, options, consequence), { count: 1 });
    return { conditions: examples, used };
  }
  const ownConditions = new Map(conditionsOf(run.model).map(({ name }) => [name, entryOf(inputs, name)]));
  const { conditions = ownConditions, used } = await givenConditions(
    run,
    options,
    ownConditions,
    consequence,
  );
  return { conditions, used };
}
