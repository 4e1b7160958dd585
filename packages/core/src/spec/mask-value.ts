import type { LayerSpec, Spec } from './schema.js';

type Networks = Pick<Spec, 'networks'>;

/** Layers that pass the mask of steps on to the next layer, in lower case. */
const passing = new Set([
  ...['masking', 'reshape', 'dense', 'timedistributed', 'dropout', 'spatialdropout1d', 'gaussiannoise'],
  ...[
    'gaussiandropout',
    'activation',
    'relu',
    'leakyrelu',
    'elu',
    'batchnormalization',
    'layernormalization',
  ],
]);

const recurrent = new Set(['gru', 'lstm', 'simplernn', 'bidirectional']);

const nameOf = ({ layer }: LayerSpec): string => layer.toLowerCase();

/**
 * Returns the value of padded steps that a `masking` layer at the beginning of a network declares;
 * undefined without such a layer. A `reshape` may precede it.
 *
 * @example
 * ```ts
 * import { maskValueOf } from '@helmholtz/core/spec';
 *
 * const networks = { recognition: [{ layer: 'masking', maskValue: -9 }, { layer: 'flatten' }] };
 * console.log(maskValueOf({ networks })); // -9
 * ```
 */
export function maskValueOf({ networks }: Networks): number | undefined {
  for (const layers of Object.values(networks)) {
    const first = layers.find((layer) => nameOf(layer) !== 'reshape');
    if (!first || nameOf(first) !== 'masking') continue;
    const { maskValue = 0 } = first;
    return typeof maskValue === 'number' ? maskValue : undefined;
  }
  return undefined;
}

/**
 * Whether a mask of steps reaches a recurrent layer, or a masking layer, of a network.
 *
 * @example
 * ```ts
 * import { takesStepMask } from '@helmholtz/core/spec';
 *
 * const lstm = { layer: 'lstm', units: 2 };
 * console.log(takesStepMask({ networks: { recognition: [lstm] } })); // true
 * console.log(takesStepMask({ networks: { recognition: [{ layer: 'flatten' }, lstm] } })); // false
 * ```
 */
export function takesStepMask({ networks }: Networks): boolean {
  const ends = Object.values(networks).map((layers) => layers.find((layer) => !passing.has(nameOf(layer))));
  const reached = ends.some((layer) => layer !== undefined && recurrent.has(nameOf(layer)));
  return reached || maskValueOf({ networks }) !== undefined;
}

/** Returns a spec whose data have the padding that its networks mask, if it declares no other. */
export function withMaskValue(spec: Spec): Spec {
  const maskValue = spec.data.maskValue ?? maskValueOf(spec);
  if (maskValue === undefined || maskValue === spec.data.maskValue) return spec;
  return { ...spec, data: { ...spec.data, maskValue } };
}
