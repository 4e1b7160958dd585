import type { ReportContent } from '@helmholtz/report';

import { dataVariableProblem } from '../generating/data-variable.js';
import { reconstructionsOfClasses } from '../generating/reconstruct.js';
import { sample } from '../generating/sample.js';
import { samplesProblem } from '../generating/sample-draws.js';
import { canBeDrawn } from '../images/to-images.js';
import { codesProblem } from '../latent-space/codes.js';
import { pointsIn } from '../latent-space/embed.js';
import { interpolate } from '../latent-space/interpolate.js';
import { latentPlane } from '../latent-space/latent-plane.js';
import { manifoldIn } from '../latent-space/manifold.js';
import type { TrainedRun } from '../run/trained-run.js';
import { compareColumns } from './compare-columns.js';

/** Figures of a report that show results of the model on the test set. */
export type RunFigures = Pick<
  ReportContent,
  'latent' | 'manifold' | 'reconstructions' | 'samples' | 'interpolation' | 'columns' | 'omitted'
>;

type FigureName = keyof NonNullable<RunFigures['omitted']>;

const ofImages = ['manifold', 'reconstructions', 'samples', 'interpolation'] as const;

/**
 * Computes the latent space, manifold, reconstructions, samples and interpolation of the test set.
 */
export async function figuresOfRun(run: TrainedRun): Promise<RunFigures> {
  const { model, test } = run;
  const noCodes = codesProblem(model);
  if (noCodes !== undefined) return { omitted: withReason(['latent', ...ofImages], noCodes) };
  const omitted: Partial<Record<FigureName, string>> = {};
  /** The figure, or nothing and the reason under `omitted`. */
  const figure = <Name extends FigureName, Value>(name: Name, contentOrReason: Value | string) => {
    if (typeof contentOrReason !== 'string') return { [name]: contentOrReason } as Record<Name, Value>;
    omitted[name] = contentOrReason;
    return {};
  };
  const plane = await latentPlane(model, test);
  const points = figure('latent', pointsIn(plane, test));
  const noImages = imagesProblem(run);
  if (noImages !== undefined) {
    const columns = await compareColumns(run);
    const compared = columns ? { columns } : {};
    return { ...points, ...compared, omitted: { ...omitted, ...withReason(ofImages, noImages) } };
  }
  const grid = figure('manifold', await manifoldIn(plane, run));
  const problem = samplesProblem(model);
  const samples = figure('samples', problem ?? (await sample(run, { pixels: 'means' })).images!);
  return {
    ...points,
    ...grid,
    ...samples,
    ...(Object.keys(omitted).length > 0 ? { omitted } : {}),
    reconstructions: await reconstructionsOfClasses(run),
    interpolation: (await interpolate(run)).rows,
  };
}

function imagesProblem({ model, test }: TrainedRun): string | undefined {
  if (!canBeDrawn(test)) return `The examples are not images: their shape is [${test.shape.join(', ')}].`;
  return dataVariableProblem(model, test);
}

function withReason(names: readonly FigureName[], why: string): Partial<Record<FigureName, string>> {
  return Object.fromEntries(names.map((name) => [name, why]));
}
