import { HelmholtzError, nearest } from '@helmholtz/base';
import { type LayerSpec, mergeModes, recurrentFactories, wrappers } from '@helmholtz/core';
import { layers } from '@tensorflow/tfjs-layers';

/** Layer that applies another layer. */
export type WrapperName = (typeof wrappers)[number];

type Config = Readonly<Record<string, unknown>>;

const examples: Readonly<Record<WrapperName, string>> = {
  bidirectional: '{ layer: bidirectional, child: { layer: lstm, units: 16 } }',
  timeDistributed: '{ layer: timeDistributed, child: { layer: dense, units: 8 } }',
};

/** Returns the wrapper that a line of a spec names; undefined for any other layer. */
export function wrapperName(kind: string): WrapperName | undefined {
  return wrappers.find((name) => name === kind || className(name) === kind);
}

/** Returns the child of a wrapper as a spec declares it; undefined for any other layer. */
export function declaredChild({ layer, child }: LayerSpec): LayerSpec | undefined {
  return wrapperName(layer) !== undefined && isLayer(child) ? child : undefined;
}

/**
 * Creates a layer that wraps another one, such as `{ layer: bidirectional, child: { layer: lstm,
 * units: 16 } }`.
 *
 * @param create creates the child from its declaration and default name.
 * @throws HelmholtzError (`usage`) for a child that is missing, invalid or not recurrent, and for
 *   an unknown option.
 */
export function wrapperFromSpec(
  wrapper: WrapperName,
  { child, ...options }: Config,
  name: string,
  create: (child: LayerSpec, name: string) => layers.Layer,
): layers.Layer {
  const validOptions = ['child', 'name', 'trainable', ...(wrapper === 'bidirectional' ? ['mergeMode'] : [])];
  const unknown = Object.keys(options).find((option) => !validOptions.includes(option));
  if (unknown !== undefined) {
    throw new HelmholtzError('usage', `The layer "${wrapper}" has no option "${unknown}".`, {
      hint: unknown === 'units' ? `Its child has it: ${examples[wrapper]}.` : nearest(unknown, validOptions),
    });
  }
  if (!isLayer(child)) {
    throw new HelmholtzError('usage', `The layer "${wrapper}" needs a layer as its option "child".`, {
      hint: `Add it: ${examples[wrapper]}.`,
    });
  }
  const { trainable, ...config } = { name, ...options } as { name: string; trainable?: boolean };
  if (wrapper === 'bidirectional') checkDirections(child, options);
  const layer = createChild(child, create);
  const wrapped =
    wrapper === 'bidirectional'
      ? layers.bidirectional({ mergeMode: 'concat', ...config, layer: layer as layers.RNN })
      : layers.timeDistributed({ ...config, layer });
  // The constructor of a wrapper has no child yet whose weights it could freeze.
  if (trainable !== undefined) wrapped.trainable = trainable;
  return wrapped;
}

function checkDirections(child: LayerSpec, { mergeMode = 'concat' }: Config): void {
  const kind = child.layer.toLowerCase();
  if (!recurrentFactories.some((recurrent) => recurrent.toLowerCase() === kind)) {
    throw new HelmholtzError('usage', `child: The layer "${child.layer}" is not recurrent.`, {
      hint: `bidirectional takes one of ${recurrentFactories.join(', ')}.`,
    });
  }
  const several = ['returnState', 'stateful'].find((option) => child[option] === true);
  if (several !== undefined) {
    throw new HelmholtzError('usage', `child: The option "${several}" is not supported in a network.`, {
      hint: 'Remove it: a layer of a network has one output, and each batch starts from a state of 0.',
    });
  }
  if (mergeModes.some((mode) => mode === mergeMode)) return;
  throw new HelmholtzError('usage', `There is no mergeMode ${JSON.stringify(mergeMode)}.`, {
    hint: nearest(String(mergeMode), mergeModes),
  });
}

function createChild(child: LayerSpec, create: (child: LayerSpec, name: string) => layers.Layer) {
  try {
    return create(child, child.layer);
  } catch (error) {
    if (!(error instanceof HelmholtzError)) throw error;
    throw new HelmholtzError(error.kind, `child: ${error.message}`, { hint: error.hint, cause: error });
  }
}

function isLayer(child: unknown): child is LayerSpec {
  return typeof (child as Partial<LayerSpec> | undefined)?.layer === 'string';
}

function className(name: WrapperName): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
