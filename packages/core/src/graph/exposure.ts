import type { LayersModel, layers } from '@tensorflow/tfjs-layers';

/**
 * Layer that adds the logarithm of an exposure to the log-rates of a likelihood of counts:
 * log mean = network(z) + log(exposure) + log(rate). Its second input is the exposure, such as a
 * size factor or a length of time. The rate is a constant of the training set.
 */
export interface ExposureLayer extends layers.Layer {
  /** Name of the data input that holds the exposure. */
  readonly exposure: string;
  /** Whether the input holds logarithms of exposures, an offset. */
  readonly logarithm: boolean;
  /** Returns the median of the training set in units of the input: 1 or log 1 before `adapt`. */
  typical(): number;
  /**
   * Sets the median of the training set, before the first step, and the logarithm of the rate that
   * networks start from: the sum of the counts by that of the exposures.
   */
  adapt(median: number, logRate?: number): void;
}

function isExposureLayer(layer: layers.Layer): layer is ExposureLayer {
  return 'exposure' in layer && 'typical' in layer;
}

/**
 * Returns the layers that add exposures, by the names of the data inputs that hold them.
 *
 * @example
 * ```ts
 * import { exposuresOf } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const spec = defaultSpec('vae', [4]);
 * const model = buildModel({ ...spec, likelihood: { name: 'poisson', exposure: 'size' } });
 * console.log([...exposuresOf(model).keys()]); // [ 'size' ]
 * ```
 */
export function exposuresOf({
  layersModel,
}: {
  readonly layersModel: LayersModel;
}): ReadonlyMap<string, readonly ExposureLayer[]> {
  const exposures = new Map<string, ExposureLayer[]>();
  for (const layer of layersModel.layers.filter(isExposureLayer)) {
    exposures.set(layer.exposure, [...(exposures.get(layer.exposure) ?? []), layer]);
  }
  return exposures;
}
