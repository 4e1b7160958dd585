import type { ModelDescription, NodeDescription, TensorReference } from '@helmholtz/core/description';

import { HelmholtzError, entryOf, itemAt } from '@helmholtz/base';
import type { Graph, GraphNode, NestedModel } from './graph.js';

/**
 * Replaces nested models by their nodes. A node gets the id `<id of the nested model>/<id of the
 * node>`. Its inputs are the inputs of the nested model, so the input layers of the nested model
 * disappear.
 *
 * @param opens whether to open a node with an inner graph; any other nested model stays one node
 */
export function flatten(model: ModelDescription, opens: (node: NodeDescription) => boolean): Graph {
  const nodes: GraphNode[] = [];
  const nested: NestedModel[] = [];

  /** @param fed tensors that feed the inputs of a nested level. */
  const open = (level: ModelDescription, within?: string, fed?: readonly TensorReference[]) => {
    const flat = new Map<string, TensorReference>();
    const resolve = (reference: TensorReference) => entryOf(flat, key(reference));
    if (fed) level.inputs.forEach((input, index) => flat.set(key(input), itemAt(fed, index)));

    for (const node of level.nodes) {
      if (flat.has(key({ node: node.id, output: 0 }))) continue;
      const id = within === undefined ? node.id : `${within}/${node.id}`;
      const place = within === undefined ? {} : { within };
      const inputs = node.inputs.map(resolve);
      let outputs: readonly TensorReference[];
      if (node.inner && opens(node)) {
        checkFed(node, node.inner);
        nested.push({ id, layer: node.layer, className: node.className, ...place });
        outputs = open(node.inner, id, inputs);
      } else {
        nodes.push({ ...node, id, inputs, ...place });
        outputs = node.outputShapes.map((_, output) => ({ node: id, output }));
      }
      outputs.forEach((reference, output) => flat.set(key({ node: node.id, output }), reference));
    }
    return level.outputs.map(resolve);
  };

  const outputs = open(model);
  return { name: model.name, nodes, inputs: model.inputs, outputs, nested };
}

/** Whether a model has parts that the probabilistic reading of a graph must see. */
export function hasRoles(model: ModelDescription): boolean {
  return model.nodes.some(
    ({ role, inner }) => role !== 'deterministic' || (inner !== undefined && hasRoles(inner)),
  );
}

function key({ node, output }: TensorReference): string {
  return `${output} ${node}`;
}

function checkFed(node: NodeDescription, inner: ModelDescription): void {
  if (node.inputs.length === inner.inputs.length) return;
  throw new HelmholtzError(
    'graph',
    `The nested model "${node.id}" has ${inner.inputs.length} inputs, but receives ${node.inputs.length}.`,
    { hint: 'The description was edited or truncated. Create it again from the model.' },
  );
}
