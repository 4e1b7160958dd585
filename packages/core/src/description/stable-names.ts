import { entryOf } from '@helmholtz/base';
import type { ModelDescription, NodeDescription, TensorReference } from './description.js';

/**
 * Returns a description whose automatic layer names are numbered within the model. TensorFlow.js
 * numbers them within the process, so equal models may have different names.
 *
 * @example
 * ```ts
 * import { withStableNames } from '@helmholtz/core/description';
 *
 * const input = { node: 'input7', output: 0 };
 * const nodes = [
 *   {
 *     id: 'input7', layer: 'input7', className: 'InputLayer', role: 'observed', dtype: 'float32',
 *     inputs: [], inputShapes: [], outputShapes: [[null, 4]],
 *     trainable: false, weights: [], config: {},
 *   } as const,
 * ];
 * const { inputs } = withStableNames({ name: 'model3', nodes, inputs: [input], outputs: [input] });
 * console.log(inputs); // [ { node: 'input1', output: 0 } ]
 * ```
 */
export function withStableNames(
  model: ModelDescription,
  name = stableNames([model.name])(model.name),
): ModelDescription {
  const stable = stableNames(model.nodes.flatMap(({ layer, config }) => [layer, ...namesIn(config)]));
  const ids = new Map(model.nodes.map((node) => [node.id, stableId(node, stable)]));
  const reference = ({ node, output }: TensorReference): TensorReference => ({
    node: ids.get(node) ?? node,
    output,
  });
  const nodes = model.nodes.map((node): NodeDescription => {
    const { id, layer, variable, inputs, config, inner } = node;
    return {
      ...node,
      id: entryOf(ids, id),
      layer: stable(layer),
      // A plain input layer is named after its variable.
      ...(variable === undefined || variable !== layer ? {} : { variable: stable(layer) }),
      inputs: inputs.map(reference),
      config: renamed(config, stable),
      ...(inner === undefined ? {} : { inner: withStableNames(inner, stable(inner.name)) }),
    };
  });
  return { name, nodes, inputs: model.inputs.map(reference), outputs: model.outputs.map(reference) };
}

/** Node ids are layer names with the number of the call. */
function stableId({ id, layer }: NodeDescription, stable: (name: string) => string): string {
  return id.startsWith(layer) ? stable(layer) + id.slice(layer.length) : id;
}

/**
 * Returns a function from a layer's name to its stable name. TensorFlow.js numbers automatic names,
 * such as `dense_Dense7`, over all models of the process. Stable names are numbered within the
 * model, in the same order. A chosen name stays.
 *
 * @param names all names of one model.
 */
function stableNames(names: Iterable<string>): (name: string) => string {
  const numbered = new Map<string, number[]>();
  for (const name of new Set(names)) {
    const { stem, number } = automatic(name) ?? {};
    if (stem !== undefined) numbered.set(stem, [...(numbered.get(stem) ?? []), number!]);
  }
  const stable = new Map(
    [...numbered].flatMap(([stem, numbers]) =>
      numbers
        .sort((a, b) => a - b)
        .map((number, index): [string, string] => [`${stem}${number}`, `${stem}${index + 1}`]),
    ),
  );
  return (name) => {
    const stableName = stable.get(name);
    if (stableName !== undefined) return stableName;
    // A sequential model names its input after its first layer.
    const first = name.endsWith('_input') ? stable.get(name.slice(0, -'_input'.length)) : undefined;
    return first === undefined ? name : `${first}_input`;
  };
}

/**
 * Parts of a name that TensorFlow.js generated: `dense_Dense7`, `input3`, `model2`, `sequential_4`.
 */
function automatic(name: string): { stem: string; number: number } | undefined {
  const [, stem, className, digits] =
    /^((?:[a-z\d_]+_([A-Z]\w*?))|input|model|sequential_)([1-9]\d*)$/.exec(name) ?? [];
  if (stem === undefined || (className !== undefined && stem !== `${snakeCase(className)}_${className}`))
    return undefined;
  return { stem, number: Number(digits) };
}

/** Same conversion as in TensorFlow.js. */
function snakeCase(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z0-9]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/**
 * Names of layers inside a configuration. A wrapper's configuration holds that of the wrapped
 * layer.
 */
function namesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) =>
    key === 'name' && typeof inside === 'string' ? [inside] : namesIn(inside),
  );
}

function renamed<Value>(value: Value, stable: (name: string) => string): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((inside: unknown) => renamed(inside, stable)) as Value;
  const entries = Object.entries(value).map(([key, inside]: [string, unknown]) => [
    key,
    key === 'name' && typeof inside === 'string' ? stable(inside) : renamed(inside, stable),
  ]);
  return Object.fromEntries(entries) as Value;
}
