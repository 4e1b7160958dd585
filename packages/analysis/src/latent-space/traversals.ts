import { HelmholtzError } from '@helmholtz/base';
import {
  chooseConditions,
  conditionsOf,
  type Examples,
  LABEL,
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

import { decodeImages } from '../generating/decode-images.js';
import { type Dimension, type DimensionOrder, sortedDimensions } from './dimensions.js';
import { axisName } from './latent-plane.js';

export interface TraversalOptions {
  /** The name of the latent; the top one unless given. */
  readonly variable?: string | undefined;
  /** The test example whose code is in the middle; the mean of the prior unless given. */
  readonly index?: number | undefined;
  /** Of a conditional model: the class that is drawn; that of the example unless given, or 0 where there is none. */
  readonly label?: number | undefined;
  /** By KL divergence unless given, or by activity where there is none of each dimension. */
  readonly order?: DimensionOrder | undefined;
  /** How many dimensions at most. */
  readonly most: number;
  readonly steps: number;
  /** How far to either side, in standard deviations of the prior. */
  readonly range: number;
}

/**
 * What each dimension of a latent does while all others stay. Latents below, whose prior depends on others, are at the
 * mean of their prior given those above.
 */
export async function traversal(
  model: LatentVariableModel,
  test: Dataset,
  { variable, index, label, order, most, steps, range }: TraversalOptions,
): Promise<Traversal> {
  const latent = latentNamed(model, variable);
  const sorted = await sortedDimensions(model, latent, test, order);
  const inputs = index === undefined ? undefined : readInputs(model, test, [index]);
  const conditions = inputs
    ? conditionsAround(model, test, inputs, label)
    : chooseConditions(model, test, 1, label);
  const middle = inputs ? await posteriorMeans(model, inputs) : await priorMiddle(model, test, conditions);
  const shown = sorted.slice(0, most);
  const offsets = Array.from({ length: steps }, (_, step) => range * ((2 * step) / (steps - 1) - 1));
  const codes = moved(middle.get(latent.name)!, shown, offsets);
  const all = mapValues(conditions, (of) => repeated(of, codes.count));
  const given = mapValues(staying(model, latent, middle), (of) => repeated(of, codes.count));
  const latents = await priorMeans(model, new Map([...given, [latent.name, codes]]), all);
  return {
    grid: await decodeImages(model, latents, test, all),
    offsets,
    rows: shown.map(({ index: at, kl }) => ({
      name: axisName(latent, at),
      note: kl === undefined ? undefined : `${kl.toFixed(2)} nats`,
    })),
    scaleName: `standard deviations of the ${latent.divergence ? 'prior' : 'codes'}`,
  };
}

function latentNamed({ ancestralOrder }: LatentVariableModel, name: string | undefined): LatentVariable {
  const found =
    name === undefined ? ancestralOrder[0] : ancestralOrder.find((latent) => latent.name === name);
  if (found) return found;
  throw new HelmholtzError(
    'usage',
    `The model has no latent ${name === undefined ? 'at all' : `"${name}"`}.`,
    {
      hint: `Its latents, from the top: ${ancestralOrder.map((latent) => latent.name).join(', ') || 'none'}.`,
    },
  );
}

/** All latents at the mean of the prior, from the top down; at the mean of the test set's codes where there is no prior. */
async function priorMiddle(
  model: LatentVariableModel,
  test: Dataset,
  conditions: NamedExamples,
): Promise<NamedExamples> {
  const [top, ...others] = model.ancestralOrder;
  const given = new Map<string, Examples>();
  for (const latent of [top!, ...others.filter(({ divergence }) => !divergence)]) {
    const dimensions = await sortedDimensions(model, latent, test, 'index');
    const values = Float32Array.from(dimensions, ({ mean }) => mean);
    given.set(latent.name, { count: 1, shape: latent.shape, values });
  }
  return priorMeans(model, given, conditions);
}

/** The latents that a move of one does not change: those above it, and those whose prior depends on nothing. */
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

/** Copies of a code, a row for each dimension, in which that dimension is off by each of the offsets. */
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

/** What an example is conditioned on, but for the class where one is given: then its code is decoded as of that class. */
function conditionsAround(
  model: LatentVariableModel,
  test: Dataset,
  inputs: NamedExamples,
  label: number | undefined,
): NamedExamples {
  const own = new Map(conditionsOf(model).map(({ name }) => [name, inputs.get(name)!]));
  if (label === undefined) return own;
  return own.set(LABEL, chooseConditions(model, test, 1, label).get(LABEL)!);
}

function repeated({ shape, values }: Examples, count: number): Examples {
  const all = new Float32Array(count * values.length);
  for (let row = 0; row < count; row++) all.set(values, row * values.length);
  return { count, shape, values: all };
}

function mapValues(examples: NamedExamples, change: (of: Examples) => Examples): NamedExamples {
  return new Map([...examples].map(([name, of]) => [name, change(of)]));
}
