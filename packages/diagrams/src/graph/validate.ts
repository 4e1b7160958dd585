import type { ModelDescription, NodeDescription } from '@helmholtz/core/description';

import { HelmholtzError, itemAt } from '@helmholtz/base';

/**
 * Checks a description and its nested models: ids are unique, references exist, there are no
 * cycles, and every node comes after its inputs.
 *
 * @throws HelmholtzError of kind `graph` that names the wrong nodes
 */
export function validate(model: ModelDescription): void {
  if (model.nodes.length === 0) {
    fail(model, 'has no nodes', 'Describe a model with at least one layer.');
  }
  const nodes = new Map<string, NodeDescription>();
  for (const node of model.nodes) {
    if (nodes.has(node.id)) fail(model, `has two nodes with the id "${node.id}"`, 'Ids must be unique.');
    nodes.set(node.id, node);
  }

  const references = model.nodes.flatMap(({ id, inputs }) => inputs.map((input) => ({ id, input })));
  for (const { id, input } of references) checkReference(model, nodes, `node "${id}"`, input);
  for (const input of model.inputs) checkReference(model, nodes, 'its list of inputs', input);
  for (const output of model.outputs) checkReference(model, nodes, 'its list of outputs', output);

  checkOrder(model);
  for (const { inner } of model.nodes) if (inner) validate(inner);
}

function checkReference(
  model: ModelDescription,
  nodes: ReadonlyMap<string, NodeDescription>,
  reader: string,
  { node, output }: { node: string; output: number },
): void {
  const source = nodes.get(node);
  const hint = 'The description was edited or truncated. Create it again from the model.';
  if (!source) fail(model, `has a reference to "${node}" in ${reader}, but no such node`, hint);
  const outputs = source.outputShapes.length;
  if (!(output in source.outputShapes)) {
    fail(model, `has a reference to output ${output} of "${node}" in ${reader}; it has ${outputs}`, hint);
  }
}

/**
 * Removes nodes whose inputs are all removed, until none is left. Nodes that can't be removed
 * contain a cycle.
 */
function checkOrder(model: ModelDescription): void {
  const placed = new Set<string>();
  let misplaced: string | undefined;
  let waiting = model.nodes;
  while (waiting.length > 0) {
    const stillWaiting = waiting.filter((node) => {
      if (node.inputs.some((input) => !placed.has(input.node))) return true;
      placed.add(node.id);
      return false;
    });
    if (stillWaiting.length === waiting.length) {
      fail(
        model,
        `has a cycle: ${cycle(stillWaiting).join(' -> ')}`,
        'Remove one of these connections: a layers graph must be acyclic.',
      );
    }
    misplaced ??= stillWaiting[0]?.id;
    waiting = stillWaiting;
  }
  if (misplaced !== undefined) {
    fail(model, `lists "${misplaced}" before its inputs`, 'List every node after the nodes it reads.');
  }
}

/**
 * Finds a cycle among nodes of which each reads at least one other, in the direction of the data.
 */
function cycle(nodes: readonly NodeDescription[]): string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const path: string[] = [];
  let node = itemAt(nodes, 0);
  while (!path.includes(node.id)) {
    path.push(node.id);
    node = node.inputs.map((input) => byId.get(input.node)).find((input) => input !== undefined)!;
  }
  return [node.id, ...path.slice(path.indexOf(node.id)).reverse()];
}

function fail(model: ModelDescription, fault: string, hint: string): never {
  throw new HelmholtzError('graph', `The model "${model.name}" ${fault}.`, { hint });
}
