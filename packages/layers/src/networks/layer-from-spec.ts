import { HelmholtzError, nearest } from '@helmholtz/base';
import { largestSize, type LayerSpec, unchainedFactories } from '@helmholtz/core';
import { serialization } from '@tensorflow/tfjs-core';
import { LayersModel, initializers, layers } from '@tensorflow/tfjs-layers';

import '../chained-operations.js';
import { kerasInitializers } from './initial-weights.js';

type LayerFactory = (config: object) => layers.Layer;
type Class = abstract new (...args: never[]) => unknown;

const notFactories = new Set<string>(unchainedFactories);

// Classes that TensorFlow.js does not export.
const InputLayer = layers.inputLayer({ inputShape: [1], name: 'probe' }).constructor as Class;
const Initializer = Object.getPrototypeOf(initializers.zeros().constructor) as Class;

/** The names that a spec may give for `layer`: TensorFlow.js' factories, and registered classes without a factory. */
export function layerNames(): { factories: string[]; classes: string[] } {
  const factories = Object.keys(layers).filter((name) => !notFactories.has(name));
  const theirs = new Set(Object.keys(layers).map((name) => name.toLowerCase()));
  const classes = Object.keys(registeredClasses()).filter((name) => !theirs.has(name.toLowerCase()));
  return { factories: factories.sort(), classes: classes.sort() };
}

/**
 * The layer that a line of a spec declares, such as `{ layer: dense, units: 256, activation: relu }`.
 *
 * @param name the layer's name, unless the line gives one.
 * @throws HelmholtzError (`usage`) for an unknown layer, an option that it does not take, or a value it refuses.
 */
export function layerFromSpec({ layer: kind, ...config }: LayerSpec, name: string): layers.Layer {
  const create = factoryOf(kind);
  checkSizes(kind, config);
  const complete = { name, ...config };
  const { layer, options } = attempt(kind, config, () => {
    // Copies, since recurrent layers add to them. What a layer defaults to is only known once it is made.
    const defaults = kerasInitializers(create({ ...complete }), complete);
    const made = create({ ...complete, ...defaults });
    return { layer: made, options: Object.keys(made.getConfig()) };
  });
  // TensorFlow.js ignores options that it does not know, so a misspelled one would pass without a word.
  const known = [...options, 'inputShape', 'batchInputShape', 'dtype', 'weights'];
  const unknown = Object.keys(complete).find((option) => !known.includes(option));
  if (unknown === undefined) return layer;
  throw new HelmholtzError('usage', `The layer "${kind}" takes no option "${unknown}".`, {
    hint: nearest(unknown, known),
  });
}

/** TensorFlow.js would fill the weights for minutes before it finds that there is no memory for them. */
function checkSizes(kind: string, config: Readonly<Record<string, unknown>>): void {
  for (const option of ['units', 'filters']) {
    const size = config[option];
    if (typeof size !== 'number' || size <= largestSize) continue;
    throw new HelmholtzError('usage', `The layer "${kind}" was given ${size} ${option}.`, {
      hint: `At most ${largestSize} were expected.`,
    });
  }
}

function factoryOf(kind: string): LayerFactory {
  const { factories, classes } = layerNames();
  if (factories.includes(kind)) return layers[kind as keyof typeof layers] as unknown as LayerFactory;
  const registered = registeredClasses();
  if (Object.hasOwn(registered, kind)) return registered[kind]!;
  throw new HelmholtzError('usage', `There is no layer named "${kind}".`, {
    hint: nearest(kind, [...factories, ...classes]),
  });
}

/** Registered layer classes by name, each as a factory: neither models nor inputs. */
function registeredClasses(): Record<string, LayerFactory> {
  const all = Object.entries(serialization.SerializationMap.getMap().classNameMap);
  const factories = all.flatMap(([name, [layerClass, fromConfig]]): [string, LayerFactory][] =>
    isLink(layerClass) ? [[name, (config) => fromConfig(layerClass, { ...config }) as layers.Layer]] : [],
  );
  return Object.fromEntries(factories);
}

function isLink(layerClass: Class): boolean {
  const derives = (base: Class): boolean => layerClass === base || layerClass.prototype instanceof base;
  return derives(layers.Layer) && !derives(LayersModel) && !derives(InputLayer);
}

function attempt<Made>(kind: string, config: object, make: () => Made): Made {
  try {
    return make();
  } catch (error) {
    const [reason] = (error as Error).message.split(/\.?\s*\n| This may be/);
    throw new HelmholtzError('usage', `The layer "${kind}" could not be made: ${reason}`, {
      hint: nearestValue((error as Error).message) ?? `It was given ${JSON.stringify(config)}.`,
      cause: error,
    });
  }
}

/** The name nearest to an activation or initializer that TensorFlow.js says it does not know. */
function nearestValue(message: string): string | undefined {
  const [, what, name] = /^Unknown (activation|initializer): ([^\s.]+)/.exec(message) ?? [];
  if (name === undefined) return undefined;
  const known = Object.entries(serialization.SerializationMap.getMap().classNameMap).filter(
    ([registered, [registeredClass]]) =>
      // Of all that is registered, activations alone have names that begin in lower case.
      what === 'activation' ? /^[a-z]/.test(registered) : registeredClass.prototype instanceof Initializer,
  );
  return nearest(
    name,
    known.map(([registered]) => registered),
  );
}
