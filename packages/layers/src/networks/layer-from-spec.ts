import { HelmholtzError, type LayerSpec, nearest } from '@helmholtz/core';
import { serialization } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

type LayerFactory = (config: object) => layers.Layer;

// Classes and helpers among `tf.layers` that do not make a layer from a configuration.
const notFactories = new Set(['Layer', 'RNN', 'RNNCell', 'input', 'inputLayer']);

/** The names that a spec may give for `layer`: TensorFlow.js' factories, and registered classes without a factory. */
export function layerNames(): { factories: string[]; classes: string[] } {
  const factories = Object.entries(layers)
    .filter(([name, value]) => typeof value === 'function' && !notFactories.has(name))
    .map(([name]) => name)
    .sort();
  const isFactory = new Set(factories.map((name) => name.toLowerCase()));
  const classes = Object.keys(registeredClasses()).filter((name) => !isFactory.has(name.toLowerCase()));
  return { factories, classes: classes.sort() };
}

/**
 * The layer that a line of a spec declares, such as `{ layer: dense, units: 256, activation: relu }`.
 *
 * @param name the layer's name, unless the line gives one.
 * @throws HelmholtzError (`usage`) for an unknown layer, an option that it does not take, or a value it refuses.
 */
export function layerFromSpec({ layer: kind, ...config }: LayerSpec, name: string): layers.Layer {
  const create = factoryOf(kind);
  const complete = { name, ...config };
  let layer: layers.Layer;
  try {
    layer = create(complete);
  } catch (error) {
    throw new HelmholtzError('usage', `The layer "${kind}" could not be made: ${(error as Error).message}`, {
      hint: `It was given ${JSON.stringify(config)}.`,
      cause: error,
    });
  }
  checkOptions(kind, layer, Object.keys(complete));
  return layer;
}

function factoryOf(kind: string): LayerFactory {
  const { factories, classes } = layerNames();
  if (factories.includes(kind)) return layers[kind as keyof typeof layers] as unknown as LayerFactory;
  const registered = registeredClasses()[kind];
  if (registered) return registered;
  throw new HelmholtzError('usage', `There is no layer named "${kind}".`, {
    hint: nearest(kind, [...factories, ...classes]),
  });
}

/** Registered layer classes by name, each as a factory. */
function registeredClasses(): Record<string, LayerFactory> {
  const all = Object.entries(serialization.SerializationMap.getMap().classNameMap);
  return Object.fromEntries(
    all
      .filter(([, [layerClass]]) => (layerClass as { prototype?: unknown }).prototype instanceof layers.Layer)
      .map(([name, [layerClass, fromConfig]]) => [
        name,
        (config) => fromConfig(layerClass, { ...config }) as layers.Layer,
      ]),
  );
}

/** TensorFlow.js ignores options that it does not know, so a misspelled one would pass without a word. */
function checkOptions(kind: string, layer: layers.Layer, given: readonly string[]): void {
  const known = [...Object.keys(layer.getConfig()), 'inputShape', 'batchInputShape', 'dtype', 'weights'];
  const unknown = given.find((option) => !known.includes(option));
  if (unknown === undefined) return;
  throw new HelmholtzError('usage', `The layer "${kind}" takes no option "${unknown}".`, {
    hint: nearest(unknown, known),
  });
}
