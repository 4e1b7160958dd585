import { HelmholtzError, nearest } from '@helmholtz/base';
import { largestSize, type LayerSpec, unchainedFactories } from '@helmholtz/core';
import { serialization } from '@tensorflow/tfjs-core';
import { LayersModel, initializers, layers } from '@tensorflow/tfjs-layers';

import '../chained-operations.js';
import { kerasInitializers } from './initial-weights.js';
import { wrapperFromSpec, wrapperName } from './wrapper-from-spec.js';

type LayerFactory = (config: object) => layers.Layer;
type Class = abstract new (...args: never[]) => unknown;

const notFactories = new Set<string>(unchainedFactories);

// Classes that TensorFlow.js does not export.
const InputLayer = layers.inputLayer({ inputShape: [1], name: 'probe' }).constructor as Class;
const Initializer = Object.getPrototypeOf(initializers.zeros().constructor) as Class;

/**
 * Lists the layers that a spec can name: factories of TensorFlow.js, and registered classes.
 *
 * @example
 * ```ts
 * import { layerNames } from '@helmholtz/layers';
 *
 * const { factories, classes } = layerNames();
 * console.log(factories.includes('dense'), classes.includes('LatentDense')); // true true
 * ```
 */
export function layerNames(): { factories: string[]; classes: string[] } {
  const factories = Object.keys(layers).filter((name) => !notFactories.has(name));
  const theirs = new Set(Object.keys(layers).map((name) => name.toLowerCase()));
  const classes = Object.keys(registeredClasses()).filter((name) => !theirs.has(name.toLowerCase()));
  return { factories: factories.sort(), classes: classes.sort() };
}

/**
 * Creates the layer that a line of a spec declares, such as `{ layer: dense, units: 256,
 * activation: relu }`.
 *
 * @param name default name of the layer.
 * @throws HelmholtzError (`usage`) for an unknown layer, an unknown option or an invalid value.
 */
export function layerFromSpec({ layer: kind, ...config }: LayerSpec, name: string): layers.Layer {
  const wrapper = wrapperName(kind);
  if (wrapper !== undefined) return wrapperFromSpec(wrapper, config, name, layerFromSpec);
  const create = factoryOf(kind);
  checkSizes(kind, config);
  const complete = { name, ...config };
  const { layer, options } = attempt(kind, config, () => {
    const created = create({ ...complete, ...kerasInitializers(factoryName(kind), complete) });
    return { layer: created, options: Object.keys(created.getConfig()) };
  });
  // TensorFlow.js ignores unknown options, so a misspelled one would have no effect.
  const validOptions = [...options, 'inputShape', 'batchInputShape', 'dtype', 'weights'];
  const unknown = Object.keys(complete).find((option) => !validOptions.includes(option));
  if (unknown === undefined) return layer;
  throw new HelmholtzError('usage', `The layer "${kind}" has no option "${unknown}".`, {
    hint: hintOnOption(kind, unknown, complete[unknown as keyof typeof complete], validOptions),
  });
}

/** A rectifier has no units: a dense layer has it as its activation. */
function hintOnOption(kind: string, unknown: string, value: unknown, known: readonly string[]): string {
  const activation = kind.toLowerCase();
  if (unknown !== 'units' || !['relu', 'leakyrelu', 'elu', 'prelu', 'softmax'].includes(activation)) {
    return nearest(unknown, known);
  }
  const dense = `{ layer: dense, units: ${String(value)}`;
  return ['relu', 'elu', 'softmax'].includes(activation)
    ? `It is an activation: ${dense}, activation: ${activation} }.`
    : `It is an activation: ${dense} }, then { layer: ${kind} }.`;
}

/** Checks sizes first: TensorFlow.js fills weights for minutes before it runs out of memory. */
function checkSizes(kind: string, config: Readonly<Record<string, unknown>>): void {
  for (const option of ['units', 'filters']) {
    const size = config[option];
    if (typeof size !== 'number' || size <= largestSize) continue;
    throw new HelmholtzError('usage', `The layer "${kind}" has ${size} ${option}.`, {
      hint: `At most ${largestSize} are supported.`,
    });
  }
}

function factoryOf(kind: string): LayerFactory {
  const { factories, classes } = layerNames();
  const registered = registeredClasses();
  const factory = factoryName(kind);
  if (factories.includes(factory)) return layers[factory as keyof typeof layers] as unknown as LayerFactory;
  if (Object.hasOwn(registered, kind)) return registered[kind]!;
  throw new HelmholtzError('usage', `There is no layer named "${kind}".`, {
    hint: nearest(kind, [...factories, ...classes]),
  });
}

/**
 * A class of TensorFlow.js, such as Dense, is its factory's layer, with the same initial weights.
 */
function factoryName(kind: string): string {
  const { factories } = layerNames();
  if (factories.includes(kind) || !Object.hasOwn(registeredClasses(), kind)) return kind;
  return factories.find((name) => name.toLowerCase() === kind.toLowerCase()) ?? kind;
}

/** Returns factories of the registered layer classes by name, without models and inputs. */
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
    const required = /^required key '(\w+)' not in config/.exec(reason ?? '')?.[1];
    if (required !== undefined) {
      throw new HelmholtzError('usage', `The layer "${kind}" needs the option "${required}".`, {
        hint: `Add it: { layer: ${kind}, ${required}: ... }. Its options were ${JSON.stringify(config)}.`,
        cause: error,
      });
    }
    throw new HelmholtzError('usage', `The layer "${kind}" cannot be created: ${reason}`, {
      hint: nearestValue((error as Error).message) ?? `Its options were ${JSON.stringify(config)}.`,
      cause: error,
    });
  }
}

/** Returns the closest name to an activation or initializer that TensorFlow.js does not know. */
function nearestValue(message: string): string | undefined {
  const [, kindName, name] = /^Unknown (activation|initializer): ([^\s.]+)/.exec(message) ?? [];
  if (name === undefined) return undefined;
  const candidates = Object.entries(serialization.SerializationMap.getMap().classNameMap).filter(
    ([registered, [registeredClass]]) =>
      // Only activations are registered under names in lower case.
      kindName === 'activation'
        ? /^[a-z]/.test(registered)
        : registeredClass.prototype instanceof Initializer,
  );
  return nearest(
    name,
    candidates.map(([registered]) => registered),
  );
}
