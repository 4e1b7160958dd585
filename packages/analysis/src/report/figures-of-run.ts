import {
  chooseConditions,
  conditionsOf,
  type Examples,
  interpolateCodes,
  type LatentVariableModel,
  type ManifoldAxes,
  manifoldGrid,
  type NamedExamples,
  type PathKind,
  posteriorMeans,
  priorMeans,
  type Range,
  readExamples,
  readInputs,
  reconstruct,
} from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';
import type { ImageBatch, LatentPoints, Manifold, ReportContent } from '@helmholtz/report';

import { codesProblem } from '../latent-space/codes.js';
import { dataVariable, dataVariableProblem } from '../generating/data-variable.js';
import { decodeImages } from '../generating/decode-images.js';
import { firstOfEachClass, isImages, toImages } from '../images/to-images.js';
import { type LatentPlane, axisName, latentPlane, spreadOf } from '../latent-space/latent-plane.js';
import { samples, samplesProblem } from '../generating/samples.js';

export const MANIFOLD_SIDE = 15;
export const INTERPOLATION_STEPS = 12;

export type RunFigures = Pick<
  ReportContent,
  'latent' | 'manifold' | 'reconstructions' | 'samples' | 'interpolation' | 'omitted'
>;

/** What a trained model makes of a test set: latent space, manifold, reconstructions, samples, an interpolation. */
export async function figuresOfRun(
  model: LatentVariableModel,
  test: Dataset,
  seed: number,
): Promise<RunFigures> {
  const without = codesProblem(model);
  if (without !== undefined) return withoutFigures(['latent', ...ofImages], without);
  const plane = await latentPlane(model, test);
  const points = latentPoints(plane, test);
  const why = imagesProblem(model, test);
  if (why !== undefined) {
    const { omitted } = withoutFigures(ofImages, why);
    return { ...points, omitted: { ...points.omitted, ...omitted } };
  }
  const grid = await manifoldIn(plane, model, test);
  const problem = samplesProblem(model);
  const drawn: WithOmitted<'samples'> = problem
    ? { omitted: { samples: problem } }
    : { samples: await samples(model, test, { count: 100, seed }) };
  const omitted = { ...points.omitted, ...grid.omitted, ...drawn.omitted };
  return {
    ...points,
    ...grid,
    ...drawn,
    ...(Object.keys(omitted).length > 0 ? { omitted } : {}),
    ...(await reconstructions(model, test, seed)),
    interpolation: await interpolation(model, test),
  };
}

function imagesProblem(model: LatentVariableModel, test: Dataset): string | undefined {
  if (!isImages(test)) return `The examples are not images: their shape is [${test.shape.join(', ')}].`;
  return dataVariableProblem(model, test);
}

const ofImages = ['manifold', 'reconstructions', 'samples', 'interpolation'] as const;

function withoutFigures(
  names: readonly (keyof NonNullable<RunFigures['omitted']>)[],
  why: string,
): Required<Pick<RunFigures, 'omitted'>> {
  return { omitted: Object.fromEntries(names.map((name) => [name, why])) };
}

type WithOmitted<Name extends keyof RunFigures> = Partial<Pick<ReportContent, Name | 'omitted'>>;

/** The scatter of a latent plane, or why there is none. */
export function latentPoints(plane: LatentPlane | undefined, test: Dataset): WithOmitted<'latent'> {
  if (!plane) return { omitted: { latent: 'A scatter takes a latent of two dimensions or more.' } };
  const { variable, axes, x, y } = plane;
  const latent: LatentPoints = {
    x,
    y,
    xName: axisName(variable, axes.horizontal),
    yName: axisName(variable, axes.vertical),
    standardNormalPrior: variable.divergence?.layer.priorName === 'standardNormal',
    ...(test.labels ? { labels: test.labels.slice(0, x.length) } : {}),
    ...(test.classNames ? { classNames: test.classNames } : {}),
  };
  return { latent };
}

/** The grid lies in the top latent; latents below it are at the mean of their prior given those above. */
export async function manifold(
  model: LatentVariableModel,
  test: Dataset,
  options: ManifoldOptions = {},
): Promise<WithOmitted<'manifold'>> {
  return manifoldIn(await latentPlane(model, test, options.axes), model, test, options);
}

export interface ManifoldOptions {
  readonly side?: number | undefined;
  /** Of a conditional model: the class that is drawn. */
  readonly label?: number | undefined;
  /** The dimensions; the two that codes vary most in unless given. */
  readonly axes?: ManifoldAxes | undefined;
  /** From where to where the horizontal axis goes; as the prior does unless given. */
  readonly across?: Range | undefined;
  /** The same of the vertical one. */
  readonly up?: Range | undefined;
}

async function manifoldIn(
  plane: LatentPlane | undefined,
  model: LatentVariableModel,
  test: Dataset,
  { side = MANIFOLD_SIDE, label, across, up }: ManifoldOptions = {},
): Promise<WithOmitted<'manifold'>> {
  if (!plane) return { omitted: { manifold: 'A manifold takes a latent of two dimensions or more.' } };
  const { variable, axes, x, y } = plane;
  const without = model.latents.find((latent) => latent.name !== variable.name && !latent.divergence);
  if (without)
    return { omitted: { manifold: `The latent "${without.name}" has no prior to be at the mean of.` } };
  const { codes, xValues, yValues } = await manifoldGrid(
    model,
    variable,
    side,
    axes,
    chooseConditions(model, test, 1, label),
    // Without a prior, codes lie where those of the data do.
    variable.divergence
      ? { horizontal: across, vertical: up }
      : { horizontal: across ?? spreadOf(x), vertical: up ?? spreadOf(y) },
  );
  const conditions = chooseConditions(model, test, codes.count, label ?? (hasLabel(model) ? 0 : undefined));
  const latents = await priorMeans(model, new Map([[variable.name, codes]]), conditions);
  const grid = await decodeImages(model, latents, test, conditions);
  const [xName, yName] = [axisName(variable, axes.horizontal), axisName(variable, axes.vertical)];
  return { manifold: { grid, xValues, yValues, xName, yName } satisfies Manifold };
}

export async function reconstructions(
  model: LatentVariableModel,
  test: Dataset,
  seed: number,
  indices = firstOfEachClass(test, 10),
  draws = 3,
  fromLikelihood = false,
): Promise<Required<Pick<ReportContent, 'reconstructions'>>> {
  const original = readExamples(test, indices);
  const inputs = readInputs(model, test, indices);
  const variable = dataVariable(model, test);
  const options = { variable, draws, seed, drawn: fromLikelihood };
  const { mean, draws: drawn } = await reconstruct(model, inputs, options);
  const images = (examples: Examples): ImageBatch => toImages(examples, test);
  return { reconstructions: { original: images(original), mean: images(mean), draws: drawn.map(images) } };
}

/** One row for each pair of examples: the first, the way from its code to that of the second, and the second. */
export async function interpolation(
  model: LatentVariableModel,
  test: Dataset,
  pairs: readonly (readonly [number, number])[] = pairsOf(pairsOfClasses(test)),
  steps = INTERPOLATION_STEPS,
  kind: PathKind = 'linear',
): Promise<ImageBatch[]> {
  const rows = pairs.map(async ([from, to]) => {
    const inputs = [from, to].map((index) => readInputs(model, test, [index]));
    const codes = await Promise.all(inputs.map((of) => posteriorMeans(model, of)));
    const between = (
      variables: readonly { name: string }[],
      [start, end]: readonly NamedExamples[],
      path: PathKind,
    ) =>
      new Map(
        variables.map(({ name }) => [
          name,
          interpolateCodes(start!.get(name)!, end!.get(name)!, steps, path),
        ]),
      );
    // A model that is conditioned on something goes from one condition to the other, too.
    const conditions = between(conditionsOf(model), inputs, 'linear');
    const way = await decodeImages(model, between(model.latents, codes, kind), test, conditions);
    const ends = [from, to].map((index) => toImages(readExamples(test, [index]), test).pixels);
    const pixels = Float32Array.from([...ends[0]!, ...way.pixels, ...ends[1]!]);
    return { ...way, pixels, count: way.count + 2 };
  });
  return Promise.all(rows);
}

/** The first examples of the classes, as many as make pairs. */
export function pairsOfClasses(test: Dataset): number[] {
  const indices = firstOfEachClass(test, 10);
  return indices.slice(0, indices.length - (indices.length % 2));
}

/** Of 0, 7, 3 and 12: 0 and 7, 3 and 12. */
export function pairsOf(indices: readonly number[]): [number, number][] {
  return range(Math.floor(indices.length / 2)).map((row) => [indices[2 * row]!, indices[2 * row + 1]!]);
}

/** A manifold is of one class. */
function hasLabel(model: LatentVariableModel): boolean {
  return conditionsOf(model).some(({ name }) => name === 'label');
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
