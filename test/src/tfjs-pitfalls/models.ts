import { LatentVariableModel, type SingleDataset } from '@helmholtz/core';
import { RandomStream, withSeededRandom } from '@helmholtz/distributions';
import {
  bernoulliLikelihood,
  klDivergenceLayer,
  latent,
  latentVariableGraph,
  logVarianceToScale,
  noiseInput,
  reparameterize,
} from '@helmholtz/layers';
import { type Tensor, add, mul } from '@tensorflow/tfjs-core';
import { type LayersModel, type SymbolicTensor, input, layers } from '@tensorflow/tfjs-layers';

export type Shape = (number | null)[];

export const symbolic = (value: unknown): SymbolicTensor => value as SymbolicTensor;

export const numbers = (tensor: Tensor): number[] => Array.from(tensor.dataSync());

/** x to (x + 1, 2 x), counting how often it is run. */
export class TwoOutputs extends layers.Layer {
  static readonly className: string = 'TwoOutputsForTraps';
  runs = 0;

  override computeOutputShape(inputShape: Shape | Shape[]): Shape[] {
    return [inputShape as Shape, inputShape as Shape];
  }

  override call(inputs: Tensor | Tensor[]): Tensor[] {
    this.runs++;
    const x = Array.isArray(inputs) ? inputs[0]! : inputs;
    return [add(x, 1), mul(x, 2)];
  }
}

/**
 * A VAE of x, four elements, from layers of ours, with a network of the caller's between x and the
 * features.
 */
export function vaeGraph(
  recognition: (x: SymbolicTensor) => SymbolicTensor = (x) => x,
  source = 'standardNormal',
): LayersModel {
  return withSeededRandom(new RandomStream(0, 'traps'), () => {
    const x = input({ shape: [4], name: 'x' });
    const features = recognition(x);
    const dense = (name: string) => symbolic(layers.dense({ units: 2, name }).apply(features));
    const parameters = [dense('z_loc'), dense('z_log_variance')];
    const [loc, logVariance] = klDivergenceLayer().apply(parameters) as SymbolicTensor[];
    const scale = symbolic(logVarianceToScale({ name: 'z_scale' }).apply(logVariance!));
    const noise = noiseInput({ shape: [2], name: 'z_noise', variable: 'z', source });
    const z = symbolic(latent({ variable: 'z' }).apply(reparameterize({ loc: loc!, scale, noise })));
    const logits = symbolic(layers.dense({ units: 4, name: 'logits' }).apply(z));
    const head = symbolic(bernoulliLikelihood().apply(logits));
    return latentVariableGraph({ name: 'vae', inputs: [x], outputs: [head] });
  });
}

export const vaeModel = (...parts: Parameters<typeof vaeGraph>): LatentVariableModel =>
  new LatentVariableModel(vaeGraph(...parts));

/** So many rows of zeros and ones. */
export function rows(size: number): SingleDataset & { readonly values: number[][] } {
  const random = new RandomStream(0, 'rows');
  const values = Array.from({ length: size }, () => [0, 1, 2, 3].map(() => random.nextInteger(2)));
  return {
    name: 'rows',
    size,
    shape: [4],
    values,
    read: (indices, out) =>
      Array.from(indices).forEach((row, position) => out.set(values[row]!, 4 * position)),
  };
}
