import { serialization } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { RandomStream, withSeededRandom } from '@helmholtz/distributions';
import '@helmholtz/testing/cpu-backend';
import test from 'ava';

import { linear } from '../linear.js';
import { kerasInitializers } from './initial-weights.js';
import { layerFromSpec, layerNames } from './layer-from-spec.js';
import { wrapperName } from './wrapper-from-spec.js';

/** Sizes that factories need before they make a layer. */
const sizes = {
  ...{
    units: 2,
    filters: 2,
    kernelSize: 3,
    inputDim: 2,
    outputDim: 2,
    cells: [layers.lstmCell({ units: 2 })],
  },
  ...{
    targetShape: [2],
    n: 2,
    size: 2,
    rate: 0.5,
    stddev: 1,
    dims: [1],
    axis: 1,
    maskValue: 0,
    inputShape: [2],
  },
  ...{ height: 2, width: 2, scale: 1, numTokens: 2, name: 'layer' },
};

/**
 * The options of a layer with TensorFlow.js' Glorot initializer, which it saves as variance
 * scaling.
 */
function glorotNormals(layer: { getConfig(): object }): string[] {
  return Object.entries(layer.getConfig()).flatMap(([option, value]) => {
    const { className, config } = (value ?? {}) as { className?: unknown; config?: Record<string, unknown> };
    const is =
      className === 'VarianceScaling' && config?.['mode'] === 'fanAvg' && config['distribution'] === 'normal';
    return /initializer$/i.test(option) && is ? [option] : [];
  });
}

// The children of wrappers are layers of their own.
for (const name of layerNames().factories.filter((factory) => wrapperName(factory) === undefined)) {
  test(`${name} begins as in Keras where it would with glorotNormal`, (t) => {
    const factory = layers[name as keyof typeof layers] as unknown as (config: object) => layers.Layer;
    let layer: layers.Layer;
    try {
      layer = factory({ ...sizes });
    } catch {
      t.deepEqual(kerasInitializers(name, {}), {}, 'a wrapper has no weights of its own');
      return;
    }
    const expected = glorotNormals(layer).map((option) => [option, 'glorotUniform']);
    t.deepEqual(kerasInitializers(name, {}), Object.fromEntries(expected));
    t.deepEqual(glorotNormals(factory({ ...sizes, ...kerasInitializers(name, {}) })), []);
  });
}

test('a declared layer is created once, and a class of its own keeps its default initializer', (t) => {
  let created = 0;
  class OwnDense extends (layers.dense({ units: 1 }).constructor as typeof layers.Layer) {
    static className = 'OwnDense';
    constructor(config: object) {
      super(config);
      created++;
    }
  }
  serialization.registerClass(OwnDense);
  const layer = layerFromSpec({ layer: 'OwnDense', units: 2 }, 'own');
  t.is(created, 1);
  t.deepEqual(glorotNormals(layer), ['kernelInitializer']);
});

test('an initializer that was given is kept', (t) => {
  const layer = layerFromSpec(
    { layer: 'dense', units: 2, kernelInitializer: 'glorotNormal' },
    'd',
  ).getConfig();
  const { config } = layer['kernelInitializer'] as { config: { distribution: string } };
  t.is(config.distribution, 'normal');
});

/**
 * U(-limit, limit) with limit = sqrt(6 / (inputs + outputs)): the largest value and the deviation
 * limit / sqrt(3) are compared.
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
