import type { layers } from '@tensorflow/tfjs-layers';

/**
 * Keras' initializer of kernels: uniform, with variance 2 / (inputs + outputs) (Glorot and Bengio
 * 2010, equation 16).
 */
export const glorotUniform = 'glorotUniform';

/**
 * Returns Keras' initializers for the omitted options of a layer. The default of TensorFlow.js,
 * `glorotNormal`, does not correct for its truncation: its deviation is 0.88 of Glorot's.
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

/** TensorFlow.js saves a Glorot initializer as variance scaling. */
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
