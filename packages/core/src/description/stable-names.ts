import type { ModelDescription, NodeDescription, TensorReference } from './description.js';

/**
 * A description that does not depend on what was built before: names that TensorFlow.js gave to layers are numbered within
 * the model, wherever they stand in it.
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
      id: ids.get(id)!,
      layer: stable(layer),
      // A plain input is a variable of its name.
      ...(variable === undefined || variable !== layer ? {} : { variable: stable(layer) }),
      inputs: inputs.map(reference),
      config: renamed(config, stable),
      ...(inner === undefined ? {} : { inner: withStableNames(inner, stable(inner.name)) }),
    };
  });
  return { name, nodes, inputs: model.inputs.map(reference), outputs: model.outputs.map(reference) };
}

/** A node is called as its layer, with the number of the call behind it. */
function stableId({ id, layer }: NodeDescription, stable: (name: string) => string): string {
  return id.startsWith(layer) ? stable(layer) + id.slice(layer.length) : id;
}

/**
 * Names for the layers of a model that depend on the model alone. TensorFlow.js numbers the names that it gives itself, such as
 * `dense_Dense7`, by what was built before in the process; here they are numbered within the model, in the same order.
 *
 * @param names all names of one model
 * @returns what gives the stable name of each; a name that somebody chose is its own
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
    const known = stable.get(name);
    if (known !== undefined) return known;
    // A Sequential model calls its input after its first layer.
    const first = name.endsWith('_input') ? stable.get(name.slice(0, -'_input'.length)) : undefined;
    return first === undefined ? name : `${first}_input`;
  };
}

/** The parts of a name as TensorFlow.js makes it: `dense_Dense7`, `input3`, `model2`, `sequential_4`. */
function automatic(name: string): { stem: string; number: number } | undefined {
  const [, stem, className, digits] =
    /^((?:[a-z\d_]+_([A-Z]\w*?))|input|model|sequential_)([1-9]\d*)$/.exec(name) ?? [];
  if (stem === undefined || (className !== undefined && stem !== `${snakeCase(className)}_${className}`))
    return undefined;
  return { stem, number: Number(digits) };
}

/** As TensorFlow.js does it. */
function snakeCase(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z0-9]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

/** The names of layers inside a configuration: a wrapper's holds that of what it wraps. */
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
