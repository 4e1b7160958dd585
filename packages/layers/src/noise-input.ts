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

/** An input that the trainer fills with fresh noise for every batch, epsilon ~ p(epsilon). */
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

export interface NoiseInputOptions {
  /** The shape of one draw, without the batch axis. */
  readonly shape: readonly number[];
  readonly name: string;
  /** The latent variable that the noise becomes; its own name unless given. */
  readonly variable?: string;
  /** The name of the noise source: `standardNormal` unless given. */
  readonly source?: string;
}

/**
 * A noise input as a symbolic tensor [batch, ...shape], used like `tf.input`.
 *
 * @throws HelmholtzError (`usage`) for a noise source that is not registered.
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
  return layer.inboundNodes[0]!.outputTensors[0]!;
}
