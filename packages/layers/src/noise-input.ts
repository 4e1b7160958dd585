import { itemAt } from '@helmholtz/base';
import { noiseSource } from '@helmholtz/distributions';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';

import type { Named } from './layer.js';

// TensorFlow.js exports the input layer's factory but not its class.
const InputLayer = layers.inputLayer({ inputShape: [1], name: 'probe' }).constructor as typeof layers.Layer &
  (new (config: object) => layers.Layer);

interface NoiseInputConfig {
  readonly batchInputShape: (number | null)[];
  readonly name: string;
  readonly variable: Named;
  readonly source: Named;
}

/** Input layer that the trainer feeds with fresh noise for each batch: epsilon ~ p(epsilon). */
export class NoiseInput extends InputLayer {
  static readonly className = 'NoiseInput';
  readonly role = 'noise';
  readonly variable: string;
  readonly source: string;

  constructor(config: NoiseInputConfig) {
    super(config);
    this.variable = config.variable.name;
    this.source = noiseSource(config.source.name).name;
  }

  override getConfig() {
    return { ...super.getConfig(), variable: { name: this.variable }, source: { name: this.source } };
  }
}

/** Options of `noiseInput`. */
export interface NoiseInputOptions {
  /** Shape of one draw, without the batch axis. */
  readonly shape: readonly number[];
  readonly name: string;
  /** Latent variable that the noise is drawn for. The name of the input by default. */
  readonly variable?: string;
  /** Name of the noise source. `standardNormal` by default. */
  readonly source?: string;
}

/**
 * Creates a noise input, [batch, ...shape]. `train` feeds it with new draws for every batch.
 *
 * @throws HelmholtzError (`usage`) for a noise source that is not registered.
 *
 * @example
 * ```ts
 * import { noiseInput } from '@helmholtz/layers';
 *
 * const epsilon = noiseInput({ shape: [2], name: 'z_noise', variable: 'z' });
 * console.log(epsilon.shape); // [ null, 2 ]
 * ```
 */
export function noiseInput({
  shape,
  name,
  variable = name,
  source = 'standardNormal',
}: NoiseInputOptions): SymbolicTensor {
  const layer = new NoiseInput({
    batchInputShape: [null, ...shape],
    name,
    variable: { name: variable },
    source: { name: source },
  });
  return itemAt(itemAt(layer.inboundNodes, 0).outputTensors, 0);
}
