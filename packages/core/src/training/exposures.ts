import { HelmholtzError } from '@helmholtz/base';
import { RandomStream } from '@helmholtz/distributions';
import { exposuresOf } from '../graph/exposure.js';
import type { LatentVariableModel } from '../graph/model.js';
import { sizeOf } from './dataset.js';
import type { FedVariable, PartFeed } from './feed.js';

const CHUNK = 1024;

/**
 * Checks that exposures are positive, finite numbers, and offsets finite numbers.
 *
 * @throws HelmholtzError (`data`) that names the example of the first other value.
 */
export function checkExposures(model: LatentVariableModel, feed: PartFeed): void {
  for (const [name, [layer]] of exposuresOf(model)) {
    const fed = fedWith(model, feed, name);
    if (!fed) continue;
    const { logarithm } = layer!;
    valuesOf(fed, feed.size).forEach((value, position) => {
      if (Number.isFinite(value) && (logarithm || value > 0)) return;
      const example = Math.floor(position / sizeOf(fed.variable.shape));
      const kind = logarithm ? 'offset' : 'exposure';
      const expected = logarithm ? 'A finite number' : 'A positive, finite number';
      throw new HelmholtzError(
        'data',
        `${feed.name}: example ${example} has the ${kind} "${name}" ${value}.`,
        {
          hint:
            value === 0
              ? `${expected} is expected: leave out examples without exposure, such as rows that hold only zeros. An input of logarithms is an offset: likelihood: { ..., offset: ${name} }.`
              : `${expected} is expected. An input of logarithms is an offset: likelihood: { ..., offset: ${name} }.`,
        },
      );
    });
  }
}

/**
 * Sets the median of each exposure, which draws without a chosen exposure have, and the rate that
 * networks start from.
 */
export function adaptExposures(model: LatentVariableModel, feeds: readonly PartFeed[]): void {
  for (const [name, layers] of exposuresOf(model)) {
    const values = feeds.flatMap((feed) => {
      const fed = fedWith(model, feed, name);
      return fed ? [valuesOf(fed, feed.size)] : [];
    });
    if (values.length === 0) continue;
    const median = medianOf(values);
    const [layer] = layers;
    const logRate = logRateOf(model, feeds, { name, logarithm: layer?.logarithm === true });
    for (const each of layers) each.adapt(median, logRate);
  }
}

/**
 * Logarithm of the mean count by the mean exposure: the constant rate of the greatest Poisson
 * likelihood. 0 for a table or several variables, whose counts may have rates of their own.
 */
function logRateOf(
  model: LatentVariableModel,
  feeds: readonly PartFeed[],
  { name, logarithm }: { readonly name: string; readonly logarithm: boolean },
): number {
  const [observed, other] = model.observed;
  if (!observed || other || observed.likelihood.columns) return 0;
  let [counts, exposures] = [0, 0];
  for (const feed of feeds) {
    const fed = [fedWith(model, feed, observed.input.name), fedWith(model, feed, name)] as const;
    if (!fed[0] || !fed[1]) continue;
    const { variable } = fed[0];
    const length = sizeOf(variable.shape);
    const exposureValues = valuesOf(fed[1], feed.size);
    const random = new RandomStream(0, 'rate');
    for (let start = 0; start < feed.size; start += CHUNK) {
      const rows = Array.from({ length: Math.min(CHUNK, feed.size - start) }, (_, row) => start + row);
      const values = new Float32Array(rows.length * length);
      variable.read(rows, values, random);
      values.forEach((count, at) => {
        if (Number.isNaN(count)) return;
        const exposure = exposureValues[start + Math.floor(at / length)]!;
        counts += count;
        exposures += logarithm ? Math.exp(exposure) : exposure;
      });
    }
  }
  return counts > 0 && exposures > 0 ? Math.log(counts / exposures) : 0;
}

function fedWith(model: LatentVariableModel, feed: PartFeed, name: string): FedVariable | undefined {
  return feed.variables[model.inputs.findIndex((input) => input.name === name)];
}

function valuesOf({ variable }: FedVariable, size: number): Float32Array {
  const length = sizeOf(variable.shape);
  const values = new Float32Array(size * length);
  const random = new RandomStream(0, 'exposures');
  for (let start = 0; start < size; start += CHUNK) {
    const count = Math.min(CHUNK, size - start);
    const indices = Array.from({ length: count }, (_, index) => start + index);
    variable.read(indices, values.subarray(start * length, (start + count) * length), random);
  }
  return values;
}

function medianOf(parts: readonly Float32Array[]): number {
  const sorted = Float32Array.from(parts.flatMap((part) => [...part])).sort();
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}
