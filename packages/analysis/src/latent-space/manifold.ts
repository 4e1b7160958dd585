import { HelmholtzError } from '@helmholtz/base';
import {
  conditionsOf,
  LABEL,
  latentTraits,
  type LatentVariableModel,
  type ManifoldAxes,
  manifoldGrid,
  priorMeans,
  type Range,
} from '@helmholtz/core';
import type { Manifold } from '@helmholtz/report';

import { conditionsAt, type WithConditions } from '../conditions/conditions.js';
import { type GivenGrid, type GivenOptions, oneGiven } from '../conditions/given-grid.js';
import { decodeImages } from '../generating/decode-images.js';
import { requireImages } from '../images/require-images.js';
import type { TrainedRun } from '../run/trained-run.js';
import { reportTask, throwIfAborted, type WorkOptions } from '../run/work-options.js';
import { requireCodes } from './codes.js';
import { repeatedExamples } from './repeated.js';
import { axisName, type LatentPlane, latentPlane, spreadOf } from './latent-plane.js';

interface GridOptions extends GivenOptions {
  /** Images along each axis; 15 by default. */
  readonly side?: number | undefined;
  /** Range of the horizontal axis in even steps; by default even in probability under the prior. */
  readonly across?: Range | undefined;
  /** Range of the vertical axis. */
  readonly up?: Range | undefined;
}

export interface ManifoldOptions extends GridOptions, WorkOptions {
  /** Dimensions of the top latent, counted from 0; by default the two in which codes vary most. */
  readonly dimensions?: ManifoldAxes | undefined;
}

export const MANIFOLD_SIDE = 15;

/**
 * Decodes a grid over two dimensions of the top latent. Latents below are at the mean of their
 * prior given those above; codes without a prior cover the middle nine tenths of the codes of the
 * test set.
 *
 * @throws HelmholtzError (`usage`) for data without images, and a latent of fewer dimensions.
 *
 * @example
 * ```ts
 * import { manifold } from '@helmholtz/analysis';
 * import { loadDataset } from '@helmholtz/datasets';
 * import { assemble, type SpecInput } from '@helmholtz/recipes';
 * import '@tensorflow/tfjs-backend-cpu';
 *
 * const networks = { recognition: [], generative: [] };
 * const latents = [{ name: 'z', size: 2 }];
 * const spec: SpecInput = { recipe: 'vae', observed: { shape: [784] }, latents, networks };
 * const run = { ...assemble(spec), ...(await loadDataset('digits')) };
 * const { grid, xValues } = await manifold(run, { side: 3, across: [-2, 2] });
 * console.log(grid.count, xValues); // 9 [ -2, 0, 2 ]
 * ```
 */
export async function manifold(
  run: TrainedRun,
  options: ManifoldOptions = {},
): Promise<Manifold & WithConditions> {
  const { dimensions, signal } = options;
  requireCodes(run.model, 'There is no manifold to draw.');
  requireImages(run.test);
  if (dimensions) checkDimensions(run.model, dimensions);
  throwIfAborted(signal, 'drawing the manifold');
  const report = reportTask(options, 'decoding the manifold');
  const manifoldOrReason = await manifoldIn(await latentPlane(run.model, run.test, dimensions), run, options);
  report(1, 1);
  if (typeof manifoldOrReason !== 'string') return manifoldOrReason;
  throw new HelmholtzError('usage', `There is no manifold to draw. ${manifoldOrReason}`, {
    hint: 'Train a model whose top latent has two dimensions or more.',
  });
}

/** The manifold in a latent plane, or why there is none. */
export async function manifoldIn(
  plane: LatentPlane | undefined,
  run: TrainedRun,
  options: GridOptions = {},
): Promise<(Manifold & WithConditions) | string> {
  const { model, test } = run;
  const { side = MANIFOLD_SIDE, across, up } = options;
  if (!plane) return 'A manifold takes a latent of two dimensions or more.';
  const { variable, axes, x, y } = plane;
  const latentWithoutPrior = model.latents.find(
    (latent) => latent.name !== variable.name && !latent.divergence,
  );
  if (latentWithoutPrior)
    return `The latent "${latentWithoutPrior.name}" has no prior, whose mean the manifold needs.`;
  const givenClass = await classGiven(run, options);
  const { examples: first, used } = conditionsAt(run, givenClass, { count: 1 });
  const { codes, xValues, yValues } = await manifoldGrid(
    model,
    variable,
    side,
    axes,
    first,
    // Without a prior, codes lie where those of the data do.
    latentTraits(variable)?.priorMoments
      ? { horizontal: across, vertical: up }
      : { horizontal: across ?? spreadOf(x), vertical: up ?? spreadOf(y) },
  );
  const conditions = repeatedExamples(first, codes.count);
  const latents = await priorMeans(model, new Map([[variable.name, codes]]), conditions);
  const grid = await decodeImages(model, latents, test, conditions);
  const [xName, yName] = [axisName(variable, axes.horizontal), axisName(variable, axes.vertical)];
  return { grid, xValues, yValues, xName, yName, conditions: used };
}

/** A manifold is of one class, the first one by default. */
async function classGiven(run: TrainedRun, options: GivenOptions): Promise<GivenGrid> {
  const grid = await oneGiven(run, options, 'A manifold is decoded at one.');
  const isClass = conditionsOf(run.model).some(({ name }) => name === LABEL);
  if (!isClass || grid.columns.has(LABEL)) return grid;
  return oneGiven(run, { ...options, label: 0 }, '');
}

function checkDimensions(
  { ancestralOrder }: LatentVariableModel,
  { horizontal, vertical }: ManifoldAxes,
): void {
  const [top] = ancestralOrder;
  const size = top?.shape[0] ?? 0;
  if (Math.max(horizontal, vertical) < size) return;
  const name = top?.name ?? 'z';
  const axis = axisName({ name }, Math.max(horizontal, vertical));
  throw new HelmholtzError('usage', `The dimension ${axis} does not exist: ${name} has ${size}.`, {
    hint: `Choose from ${name}[1] to ${name}[${size}].`,
  });
}
