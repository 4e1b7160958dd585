import { itemAt } from '@helmholtz/base';
import type { ModelDescription, NodeDescription } from '@helmholtz/core/description';

type Partially = Partial<NodeDescription> & Pick<NodeDescription, 'id' | 'className'>;

/** A node with the fields that tests care about; the rest as a layer with one output has them. */
export function node(fields: Partially): NodeDescription {
  return {
    layer: fields.id,
    role: 'deterministic',
    inputs: [],
    inputShapes: [],
    outputShapes: [[null, 2]],
    dtype: 'float32',
    trainable: true,
    weights: [],
    config: {},
    ...fields,
  };
}

/** A node that reads first outputs, with the shapes that it reads. */
export function reading(inputs: readonly NodeDescription[], fields: Partially): NodeDescription {
  return node({
    inputs: inputs.map(({ id }) => ({ node: id, output: 0 })),
    inputShapes: inputs.map(({ outputShapes }) => itemAt(outputShapes, 0)),
    ...fields,
  });
}

export function input(id: string, size: number, fields: Partial<NodeDescription> = {}): NodeDescription {
  return node({ id, className: 'InputLayer', outputShapes: [[null, size]], ...fields });
}

export function dense(
  id: string,
  from: NodeDescription,
  units: number,
  activation: string,
  fields: Partial<NodeDescription> = {},
): NodeDescription {
  const size = itemAt(from.outputShapes, 0).at(-1)!;
  return reading([from], {
    id,
    className: 'Dense',
    activation,
    outputShapes: [[null, units]],
    weights: [
      { name: 'kernel', shape: [size, units], trainable: true },
      { name: 'bias', shape: [units], trainable: true },
    ],
    ...fields,
  });
}

export function modelOf(name: string, nodes: readonly NodeDescription[]): ModelDescription {
  const read = new Set(nodes.flatMap(({ inputs }) => inputs.map((input) => input.node)));
  const first = ({ id }: NodeDescription) => ({ node: id, output: 0 });
  return {
    name,
    nodes,
    inputs: nodes.filter(({ inputs }) => inputs.length === 0).map(first),
    outputs: nodes.filter(({ id }) => !read.has(id)).map(first),
  };
}

/** A nested Sequential model of dense layers. */
export function network(
  id: string,
  from: NodeDescription,
  layers: readonly { readonly units: number; readonly activation: string }[],
): NodeDescription {
  const nodes = [input(`${id}_input`, itemAt(from.outputShapes, 0).at(-1)!)];
  for (const [index, { units, activation }] of layers.entries()) {
    nodes.push(dense(`${id}_${index + 1}`, itemAt(nodes, -1), units, activation));
  }
  return reading([from], {
    id,
    className: 'Sequential',
    outputShapes: itemAt(nodes, -1).outputShapes,
    inner: modelOf(id, nodes),
  });
}
