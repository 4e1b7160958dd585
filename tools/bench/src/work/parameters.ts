import type { ConvolutionalVae, DenseVae, ImportanceWeightedModel, Model } from './work.js';

/** An array of weights and where it belongs, the same in all engines. */
export interface Parameter {
  readonly name: string;
  /**
   * Dense: `[inputs, outputs]`. Convolution: `[4, 4, in, out]`; transposed: `[4, 4, out, in]`.
   * Bias: `[outputs]`.
   */
  readonly shape: readonly number[];
}

/** Filters are square. */
export const FILTER_SIDE = 4;

/** All weights of a model, in the order in which the layers are reached. */
export function parametersOf(model: Model): Parameter[] {
  switch (model.model) {
    case 'dense-vae':
      return denseVae(model);
    case 'convolutional-vae':
      return convolutionalVae(model);
    case 'importance-weighted':
      return importanceWeighted(model);
    case 'matrix-product':
      return [];
  }
}

function dense(name: string, inputs: number, outputs: number): Parameter[] {
  return [
    { name: `${name}.kernel`, shape: [inputs, outputs] },
    { name: `${name}.bias`, shape: [outputs] },
  ];
}

function stack(name: string, inputs: number, units: readonly number[]): Parameter[] {
  return units.flatMap((size, index) =>
    dense(`${name}.${index}`, index === 0 ? inputs : units[index - 1]!, size),
  );
}

function denseVae({ observed, hidden, latent }: DenseVae): Parameter[] {
  return [
    ...stack('encoder', observed, hidden),
    ...dense('loc', hidden.at(-1)!, latent),
    ...dense('logVariance', hidden.at(-1)!, latent),
    ...stack('decoder', latent, hidden.toReversed()),
    ...dense('logits', hidden[0]!, observed),
  ];
}

function convolutionalVae({ side, filters, hidden, latent }: ConvolutionalVae): Parameter[] {
  const filterSide = [FILTER_SIDE, FILTER_SIDE];
  const channels = [1, ...filters];
  const flat = (side / 2 ** filters.length) ** 2 * filters.at(-1)!;
  const layers = (name: string, sizes: readonly number[], transposed: boolean): Parameter[] =>
    sizes.slice(1).flatMap((outputs, index) => {
      const inputs = sizes[index]!;
      const ends = transposed ? [outputs, inputs] : [inputs, outputs];
      return [
        { name: `${name}.${index}.kernel`, shape: [...filterSide, ...ends] },
        { name: `${name}.${index}.bias`, shape: [outputs] },
      ];
    });
  return [
    ...layers('convolution', channels, false),
    ...stack('encoder', flat, [hidden]),
    ...dense('loc', hidden, latent),
    ...dense('logVariance', hidden, latent),
    ...stack('decoder', latent, [hidden, flat]),
    ...layers('transposed', channels.toReversed(), true),
  ];
}

function importanceWeighted({ observed, layers }: ImportanceWeightedModel): Parameter[] {
  const [lower, upper] = layers;
  const gaussian = (name: string, inputs: number, hidden: readonly number[], latent: number): Parameter[] => [
    ...stack(`${name}.hidden`, inputs, hidden),
    ...dense(`${name}.loc`, hidden.at(-1)!, latent),
    ...dense(`${name}.logScale`, hidden.at(-1)!, latent),
  ];
  return [
    ...gaussian('lowerPosterior', observed, lower.hidden, lower.latent),
    ...gaussian('upperPosterior', lower.latent, upper.hidden, upper.latent),
    ...gaussian('lowerPrior', upper.latent, upper.hidden.toReversed(), lower.latent),
    ...stack('likelihood.hidden', lower.latent, lower.hidden.toReversed()),
    ...dense('likelihood.logits', lower.hidden[0]!, observed),
  ];
}
