import { layers } from '@tensorflow/tfjs-layers';
import { RandomStream, withSeededRandom } from '@helmholtz/distributions';
import '@helmholtz/testing/cpu-backend';
import test from 'ava';

import { linear } from '../linear.js';
import { kerasInitializers } from './initial-weights.js';
import { layerFromSpec } from './layer-from-spec.js';

/** Keras' own defaults, option by option (keras.layers, version 3). */
const kernels = { kernelInitializer: 'glorotUniform' };
for (const [name, layer, expected] of [
  ['dense', layers.dense({ units: 2 }), kernels],
  ['conv2d', layers.conv2d({ filters: 2, kernelSize: 3 }), kernels],
  ['conv2dTranspose', layers.conv2dTranspose({ filters: 2, kernelSize: 3 }), kernels],
  ['lstm', layers.lstm({ units: 2 }), kernels],
  ['depthwiseConv2d', layers.depthwiseConv2d({ kernelSize: 3 }), { depthwiseInitializer: 'glorotUniform' }],
  ['embedding', layers.embedding({ inputDim: 2, outputDim: 2 }), {}],
  ['batchNormalization', layers.batchNormalization(), {}],
] as const) {
  test(`${name} begins as in Keras`, (t) => {
    t.deepEqual(kerasInitializers(layer, {}), expected);
  });
}

test('a layer without an initializer for one of its options is left as it is', (t) => {
  const layer = layers.flatten();
  layer.getConfig = () => ({ kernelInitializer: null });
  t.deepEqual(kerasInitializers(layer, {}), {});
});

test('an initializer that was given is kept', (t) => {
  const given = layerFromSpec(
    { layer: 'dense', units: 2, kernelInitializer: 'glorotNormal' },
    'd',
  ).getConfig();
  const { config } = given['kernelInitializer'] as { config: { distribution: string } };
  t.is(config.distribution, 'normal');
});

/**
 * Of U(-limit, limit) with limit = sqrt(6 / (inputs + outputs)): the largest value, and the
 * deviation limit / sqrt(3).
 */
for (const [what, make] of [
  ['a declared layer', () => layerFromSpec({ layer: 'dense', units: 200 }, 'declared')],
  ['a layer that parameters are computed by', () => linear({ units: 200, name: 'linear' })],
] as const) {
  test(`${what} draws its weights from Glorot's uniform distribution`, (t) => {
    const layer = make();
    withSeededRandom(new RandomStream(1, 'test'), () => layer.build([null, 300]));
    const values = Array.from(layer.getWeights()[0]!.dataSync());
    const limit = Math.sqrt(6 / (300 + 200));
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
    t.true(Math.max(...values.map(Math.abs)) <= limit);
    // The standard error of a deviation over 60,000 uniform draws is 0.2 per cent.
    t.true(Math.abs(deviation / (limit / Math.sqrt(3)) - 1) < 0.01);
  });
}
