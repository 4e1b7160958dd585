import { HelmholtzError } from '@helmholtz/base';
import { codeNote, type NamedExamples, posteriorMeans, readInputs } from '@helmholtz/core';
import type { Dataset, Identifier, Labels } from '@helmholtz/datasets';
import type { LatentPoints } from '@helmholtz/report';

import { indicesOf, requireExamples } from '../generating/indices.js';
import { completeExamples } from '../run/complete-examples.js';
import type { TrainedRun } from '../run/trained-run.js';
import { reportTask, throwIfAborted, type WorkOptions } from '../run/work-options.js';
import { requireCodes } from './codes.js';
import { axisName, type LatentPlane, latentPlane } from './latent-plane.js';

export interface EmbedOptions extends WorkOptions {
  /**
   * The test set (default) or the training set. If the training set has parts, the parts with
   * values for all inputs of the model are joined.
   */
  readonly set?: 'train' | 'test' | undefined;
}

export interface Embedding {
  /**
   * The mean of the posterior of every example, [examples, ...shape], by the name of the latent; a
   * draw, or the value for noise of zero, of a posterior without a mean.
   */
  readonly codes: NamedExamples;
  /** The class of every example, -1 for one without; undefined for data without classes. */
  readonly labels: Labels | undefined;
  /** Columns that name the examples; undefined for data without them. */
  readonly identifiers?: readonly Identifier[] | undefined;
  /**
   * The first 2,000 codes along the two dimensions that vary most; undefined for a latent of one
   * dimension.
   */
  readonly points: LatentPoints | undefined;
  /** Why there are no points, or no posterior means and what the codes are instead. */
  readonly omitted?: { readonly points?: string; readonly posteriorMeans?: string };
}

/**
 * Encodes every example of a set.
 *
 * @throws HelmholtzError (`usage`) for a model without latents, or whose latents are all global.
 *
 * @example
 * ```ts
 * import { embed } from '@helmholtz/analysis';
 * import { loadDataset } from '@helmholtz/datasets';
 * import { assemble, type SpecInput } from '@helmholtz/recipes';
 * import '@tensorflow/tfjs-backend-cpu';
 *
 * const networks = { recognition: [], generative: [] };
 * const latents = [{ name: 'z', size: 2 }];
 * const spec: SpecInput = { recipe: 'vae', observed: { shape: [784] }, latents, networks };
 * const run = { ...assemble(spec), ...(await loadDataset('digits')) };
 * const { codes, labels } = await embed(run);
 * console.log(codes.get('z')?.count, labels?.length); // 1000 1000
 * ```
 */
export async function embed(run: TrainedRun, options: EmbedOptions = {}): Promise<Embedding> {
  const { model } = run;
  const { set = 'test', signal } = options;
  const data = completeExamples(model, run[set]);
  requireExamples(data);
  requireCodes(model, 'Examples cannot be embedded.');
  if (model.latents.length === 0) {
    throw new HelmholtzError('usage', 'The model has no latents to embed examples in.', {
      hint: 'Train a model with a latent, such as vae.',
    });
  }
  const task = `encoding ${data.name} (${data.size} examples)`;
  throwIfAborted(signal, task);
  const report = reportTask(options, task);
  const codes = await posteriorMeans(model, readInputs(model, data, indicesOf(data)));
  const points = pointsIn(await latentPlane(model, data), data);
  report(data.size, data.size);
  const { labels, identifiers } = data;
  const note = codeNote(model);
  const omitted = {
    ...(typeof points === 'string' ? { points } : {}),
    ...(note === undefined ? {} : { posteriorMeans: note }),
  };
  return {
    codes,
    labels,
    identifiers,
    points: typeof points === 'string' ? undefined : points,
    ...(Object.keys(omitted).length > 0 ? { omitted } : {}),
  };
}

/** The scatter of a latent plane, or why there is none. */
export function pointsIn(plane: LatentPlane | undefined, data: Dataset): LatentPoints | string {
  if (!plane) return 'A scatter takes a latent of two dimensions or more.';
  const { variable, axes, x, y } = plane;
  return {
    x,
    y,
    xName: axisName(variable, axes.horizontal),
    yName: axisName(variable, axes.vertical),
    standardNormalPrior: variable.divergence?.layer.priorName === 'standardNormal',
    ...(data.labels ? { labels: data.labels.slice(0, x.length) } : {}),
    ...(data.classNames ? { classNames: data.classNames } : {}),
  };
}
