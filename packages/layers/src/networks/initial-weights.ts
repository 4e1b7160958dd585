import type { layers } from '@tensorflow/tfjs-layers';

/** Keras' initializer of kernels: uniform, of variance 2 / (inputs + outputs) (Glorot and Bengio 2010, equation 16). */
export const glorotUniform = 'glorotUniform';

/**
 * Returns Keras' initializers for the options of a layer that were not given. TensorFlow.js' own default, `glorotNormal`, is
 * a truncated normal without the correction for the truncation: its deviation is 0.88 of Glorot's.
 */
export function kerasInitializers(
  layer: layers.Layer,
  given: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const options = Object.entries(layer.getConfig()).filter(
    ([option, value]) => /initializer$/i.test(option) && given[option] === undefined && isGlorotNormal(value),
  );
  return Object.fromEntries(options.map(([option]) => [option, glorotUniform]));
}

/** TensorFlow.js writes a Glorot initializer as variance scaling. */
function isGlorotNormal(value: unknown): boolean {
  const { className, config } = (value ?? {}) as {
    className?: unknown;
    config?: Record<string, unknown>;
  };
  return (
    className === 'VarianceScaling' &&
    config?.['scale'] === 1 &&
    config['mode'] === 'fanAvg' &&
    config['distribution'] === 'normal'
  );
}
