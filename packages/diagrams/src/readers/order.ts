import { HelmholtzError, itemAt } from '@helmholtz/base';

import type { DeclaredLayer, DeclaredModel, Reference } from './declared.js';

/** One call of a layer, with its inputs. */
export interface Call {
  readonly layer: DeclaredLayer;
  readonly inputs: readonly Reference[];
}

export function keyOf({ layer, call }: Pick<Reference, 'layer' | 'call'>): string {
  return `${call} ${layer}`;
}

/**
 * Returns all calls of a model by key, each after its inputs. The order is: inputs, calls that lead
 * to the outputs, other calls.
 *
 * @throws HelmholtzError (`graph`) for a reference to a missing layer, and for a cycle
 */
export function orderCalls(model: DeclaredModel): Map<string, Call> {
  const layers = new Map(model.layers.map((layer) => [layer.name, layer]));
  const ordered = new Map<string, Call>();
  const open = new Set<string>();

  const callOf = (reference: Reference, reader: string): Call => {
    const layer = layers.get(reference.layer);
    // Model files do not list the single call of an input layer.
    const calls = layer?.calls.length === 0 ? [[]] : layer?.calls;
    const inputs = calls?.[reference.call];
    if (layer !== undefined && inputs !== undefined) return { layer, inputs };
    const missing = layer === undefined ? 'the layer does not exist' : `the layer has ${calls!.length} calls`;
    throw new HelmholtzError(
      'graph',
      `The model "${model.name}" refers to call ${reference.call} of "${reference.layer}" in ${reader}, but ${missing}.`,
      { hint: 'The file was edited or truncated. Save the model again.' },
    );
  };

  // Without recursion: a model may be thousands of layers deep.
  const visit = (target: Reference, from: string) => {
    const waiting: { reference: Reference; reader: string }[] = [{ reference: target, reader: from }];
    while (waiting.length > 0) {
      const { reference, reader } = itemAt(waiting, -1);
      const key = keyOf(reference);
      if (ordered.has(key)) {
        waiting.pop();
        continue;
      }
      const call = callOf(reference, reader);
      const unread = call.inputs.filter((input) => !ordered.has(keyOf(input)));
      if (unread.length === 0) {
        ordered.set(key, call);
        open.delete(key);
        waiting.pop();
        continue;
      }
      open.add(key);
      const again = unread.find((input) => open.has(keyOf(input)));
      if (again)
        throw cycle(
          model,
          again,
          waiting.map((step) => step.reference),
        );
      const [next] = unread;
      waiting.push({ reference: next!, reader: `the inputs of "${reference.layer}"` });
    }
  };

  for (const input of model.inputs) visit(input, 'its list of inputs');
  for (const output of model.outputs) visit(output, 'its list of outputs');
  for (const { name, calls } of model.layers) {
    for (let call = 0; call < Math.max(1, calls.length); call++) {
      visit({ layer: name, call, output: 0 }, 'its list of layers');
    }
  }
  return ordered;
}

function cycle({ name }: DeclaredModel, again: Reference, path: readonly Reference[]): HelmholtzError {
  const names = path.slice(path.findIndex((step) => keyOf(step) === keyOf(again))).map(({ layer }) => layer);
  return new HelmholtzError(
    'graph',
    `The model "${name}" has a cycle: ${[again.layer, ...names.toReversed()].join(' -> ')}.`,
    { hint: 'Remove one of these connections: a layers graph must be acyclic.' },
  );
}
