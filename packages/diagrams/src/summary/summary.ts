import type { ModelDescription, NodeDescription } from '@helmholtz/core/description';

import { formatShapes } from '../diagram/labels.js';
import { validate } from '../graph/validate.js';
import { clean } from '../text/clean.js';
import { countParameters } from './parameters.js';
import { formatTable } from './table.js';

const columns = ['node', 'class', 'role', 'output shape', 'parameters', 'inputs'] as const;

/**
 * Returns a text table of a model, as `model.summary()` of Keras prints it: one line for each call
 * of a layer, indented for nested models, and the number of parameters.
 *
 * @throws HelmholtzError of kind `graph` for a description that is cyclic or damaged
 * @example
 * ```ts
 * import { readModel, summarize } from '@helmholtz/diagrams';
 *
 * const config = { name: 'dense', units: 2, batch_input_shape: [null, 3] };
 * const layers = [{ class_name: 'Dense', config }];
 * const model = readModel({ class_name: 'Sequential', config: { name: 'small', layers } });
 * console.log(summarize(model).trim().split('\n').at(-1));
 * // Parameters: 8, of which 8 trainable and 0 not
 * ```
 */
export function summarize(model: ModelDescription): string {
  validate(model);
  const { trainable, nonTrainable } = countParameters(model.nodes);
  return [
    `Model "${clean(model.name)}"`,
    '',
    ...formatTable(columns, rows(model, 0), ['parameters']),
    '',
    `Parameters: ${count(trainable + nonTrainable)}, of which ${count(trainable)} trainable and ${count(nonTrainable)} not`,
    '',
  ].join('\n');
}

type Row = Readonly<Record<(typeof columns)[number], string>>;

function rows(model: ModelDescription, depth: number): Row[] {
  const counted = new Set<string>();
  return model.nodes.flatMap((node) => {
    const shared = counted.has(node.layer);
    counted.add(node.layer);
    const row = describe(node, depth, shared);
    return node.inner && !shared ? [row, ...rows(node.inner, depth + 1)] : [row];
  });
}

function describe(node: NodeDescription, depth: number, shared: boolean): Row {
  const { trainable, nonTrainable } = countParameters([node]);
  const role = node.variable === undefined ? node.role : `${node.role} (${node.variable})`;
  return {
    node: '  '.repeat(depth) + clean(node.id),
    class: clean(node.className),
    role: node.role === 'deterministic' ? '' : clean(role),
    'output shape': formatShapes(node.outputShapes),
    parameters: shared ? 'shared' : count(trainable + nonTrainable),
    inputs: node.inputs.map((input) => clean(input.node)).join(', '),
  };
}

function count(number: number): string {
  return number.toLocaleString('en');
}
