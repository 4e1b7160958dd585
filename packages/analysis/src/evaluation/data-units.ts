import { amounts, isWithin, type LatentVariableModel, sizeOf, type Support } from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';

/** A bound and a log-likelihood as densities of the data in their own units. */
export interface InDataUnits {
  /** Mean over examples of the sum of log(scale) of the observed standardized values, in nats. */
  readonly logScale: number;
  readonly nelbo?: number | undefined;
  readonly nll?: number | undefined;
}

/**
 * Returns for each example the sum of log(scale) over its observed standardized values, whose
 * elements are (value - center) / scale. In the units of the data, log p is lower by this sum.
 *
 * Undefined if nothing is standardized, and for data whose likelihood is not that of each element:
 * padded series and images, and further arrays.
 */
export function logScales(
  { observed }: LatentVariableModel,
  data: Dataset,
  examples = data.size,
): Float64Array | undefined {
  const { others = {}, padded } = data;
  const names = observed.map(({ name }) => name).filter((name) => name !== 'label');
  const scales = scalesOf(data);
  const ofElements = scales?.some((scale) => scale !== 1) ?? false;
  if (!scales || !ofElements || padded || names.length !== 1 || Object.hasOwn(others, names[0]!)) {
    return undefined;
  }
  const logs = scales.map(Math.log);
  const size = sizeOf(data.shape);
  const values = new Float32Array(size);
  const supports = supportsOf(observed, names[0]!);
  // An amount of 0 has a probability, which is the same in all units.
  const isMass = (value: number, element: number): boolean =>
    value === 0 && isWithin(supports[element % supports.length]!, amounts);
  return Float64Array.from({ length: examples }, (_, row) => {
    data.read([row], values, { next: () => 0 });
    return values.reduce(
      (sum, value, element) =>
        Number.isNaN(value) || isMass(value, element) ? sum : sum + logs[element % logs.length]!,
      0,
    );
  });
}

/** The support of each element of a table, or one for all elements. */
function supportsOf(observed: LatentVariableModel['observed'], variable: string): readonly Support[] {
  const { likelihood } = observed.find(({ name }) => name === variable)!;
  return (
    likelihood.columns?.flatMap(({ size, support }) => new Array<Support>(size).fill(support)) ?? [
      likelihood.support,
    ]
  );
}

/** The scale of each element, or one for all. */
function scalesOf({ fitted, columns, shape }: Dataset): readonly number[] | undefined {
  if (!fitted) return undefined;
  if (fitted.form === 'array') {
    const { scale, unpadded, padded, maskValue } = fitted;
    const isUnchanged = unpadded === undefined && padded === undefined && maskValue === undefined;
    const elements = sizeOf(shape);
    const fits = scale && [1, shape.at(-1), elements].includes(scale.length);
    return isUnchanged && fits ? scale : undefined;
  }
  return (
    columns &&
    fitted.columns.flatMap((column, index) =>
      new Array<number>(columns[index]?.size ?? 1).fill(column.kind === 'real' ? column.scale : 1),
    )
  );
}

/** Converts means over the first examples; undefined where `logScales` is. */
export function inDataUnits(
  model: LatentVariableModel,
  data: Dataset,
  { nelbo, nll }: { readonly nelbo?: number | undefined; readonly nll?: number | undefined },
  examples = data.size,
): InDataUnits | undefined {
  const scales =
    examples === 0 || (nelbo ?? nll) === undefined ? undefined : logScales(model, data, examples);
  if (!scales) return undefined;
  // Weighted means of sums that differ between examples need the weights.
  const differs = scales.some((value) => value !== scales[0]);
  if (differs && model.spec?.data.weights !== undefined) return undefined;
  const logScale = scales.reduce((sum, value) => sum + value, 0) / scales.length;
  return {
    logScale,
    ...(nelbo === undefined ? {} : { nelbo: nelbo + logScale }),
    ...(nll === undefined ? {} : { nll: nll + logScale }),
  };
}
