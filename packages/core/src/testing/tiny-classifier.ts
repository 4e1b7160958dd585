import { type SymbolicTensor, input, layers, model } from '@tensorflow/tfjs-layers';

import { RandomStream, withSeededRandom } from '@helmholtz/distributions';
import { LatentVariableModel } from '../graph/model.js';
import { OwnedNetwork } from '../graph/owned-network.js';
import { tinyLabelled } from './tiny-labelled.js';

/** The tiny model of labelled data beside a classifier of x, with three classes. */
export function tinyClassified(seed = 0): LatentVariableModel {
  const classifier = withSeededRandom(new RandomStream(seed, 'classifier'), () => {
    const x = input({ shape: [4], name: 'x' });
    const logits = layers.dense({ units: 3, name: 'logits' }).apply(x) as SymbolicTensor;
    return new OwnedNetwork('classifier', model({ name: 'tiny_classifier', inputs: x, outputs: logits }));
  });
  return new LatentVariableModel(tinyLabelled(seed).model.layersModel, undefined, [classifier]);
}
