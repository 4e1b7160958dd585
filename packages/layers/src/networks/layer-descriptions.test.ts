import { type Tensor, serialization } from '@tensorflow/tfjs-core';
import test from 'ava';

import '../index.js';
import { TensorLayer } from '../layer.js';
import '@helmholtz/testing/cpu-backend';
import { layerDescription } from './layer-descriptions.js';
import { layerNames } from './layer-from-spec.js';

const unknown = layerDescription('no such layer');

test('every layer of TensorFlow.js and of ours has a description', (t) => {
  const { factories, classes } = layerNames();
  for (const name of [...factories, ...classes]) t.not(layerDescription(name), unknown, name);
});

test("a plugin's layer has its own description", (t) => {
  class Same extends TensorLayer {
    override transform(input: Tensor): Tensor {
      return input;
    }
  }
  class Described extends Same {
    static readonly className = 'DescribedForTest';
    static readonly description = 'halves its input';
  }
  class Silent extends Same {
    static readonly className = 'SilentForTest';
  }
  for (const layerClass of [Described, Silent]) serialization.registerClass(layerClass);
  t.is(layerDescription('DescribedForTest'), 'halves its input');
  t.is(layerDescription('SilentForTest'), unknown);
});
