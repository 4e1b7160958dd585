import { HelmholtzError } from '@helmholtz/base';
import { RandomStream } from '@helmholtz/distributions';
import type { LatentVariableModel } from '../graph/model.js';
import { type Dataset, sizeOf } from './dataset.js';
import { type TrainingData, isInParts } from './data-parts.js';
import { type FedVariable, feedOf } from './feed.js';

/** Values that initial weights of a network do not suit. */
const EXTREME = 50;

/** Examples that are read. */
const MOST_EXAMPLES = 1024;

const MOST_NAMES = 3;

/**
 * Adds to an error of a NaN or infinite number which columns of the data are extreme, since they
 * are its most frequent cause. Returns any other error, and one of ordinary data, unchanged.
 */
export function explainNonFinite(error: unknown, model: LatentVariableModel, data: TrainingData): unknown {
  if (!(error instanceof HelmholtzError) || error.kind !== 'numerics' || isInParts(data)) return error;
  const extremes = extremesOf(model, data);
  if (extremes.length === 0) return error;
  const { kind, message, cause } = error;
  const some = extremes.slice(0, MOST_NAMES).map(({ name, most }) => `${name} (up to ${short(most)})`);
  const others = extremes.length - some.length;
  const largestValues = others > 0 ? `${some.join(', ')} and ${others} more` : some.join(', ');
  return new HelmholtzError(kind, message, {
    hint:
      `Look at the data first: ${largestValues}. Standardize them (data.standardize), or declare networkInput: log1p for counts. ` +
      'Then lower the learning rate or clip gradients (training.clip). The last good checkpoint is kept.',
    cause,
  });
}

interface Extreme {
  /** Such as `the column "income"`, or `element 3 of x`. */
  readonly name: string;
  /** Largest absolute value. */
  readonly most: number;
}

/** Returns the extreme columns that networks read, the most extreme first. */
function extremesOf(model: LatentVariableModel, data: Dataset): Extreme[] {
  const feed = feedOf(model, data);
  const logarithms = new Set(model.layersModel.layers.map(({ name }) => name));
  return model.inputs
    .flatMap((input, index) => {
      const fed = feed.variables[index];
      // Networks read the logarithms of these.
      if (!fed || logarithms.has(`${input.name}_log1p`)) return [];
      const names = namesOf(data, input.name, sizeOf(fed.variable.shape));
      return Array.from(largest(fed, data.size), (most, element) => ({ name: names(element), most }));
    })
    .filter(({ most }) => most > EXTREME)
    .sort((one, other) => other.most - one.most);
}

function largest({ variable }: FedVariable, size: number): Float64Array {
  const length = sizeOf(variable.shape);
  const stride = Math.max(Math.ceil(size / MOST_EXAMPLES), 1);
  const indices = Array.from({ length: Math.ceil(size / stride) }, (_, index) => index * stride);
  const values = new Float32Array(indices.length * length);
  variable.read(indices, values, new RandomStream(0, 'explain'));
  const most = new Float64Array(length);
  values.forEach((value, at) => (most[at % length] = Math.max(most[at % length]!, Math.abs(value))));
  return most;
}

/** Tables name their columns; other packages than core define them. */
interface Named {
  readonly columns?: readonly { readonly name: string; readonly size: number }[];
}

function namesOf(data: Dataset, input: string, length: number): (element: number) => string {
  const columns = ('columns' in data ? (data as Named).columns : undefined) ?? [];
  const names = columns.flatMap(({ name, size }) => new Array<string>(size).fill(`the column "${name}"`));
  return (element) =>
    (names.length === length ? names[element] : undefined) ?? `element ${element} of ${input}`;
}

const short = (value: number): string => `${Number(value.toPrecision(3))}`;
