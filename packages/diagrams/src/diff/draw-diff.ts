import type { ModelDescription } from '@helmholtz/core/description';

import { drawDiagram } from '../draw.js';
import type { FormatName } from '../formats/formats.js';
import { flatten } from '../graph/flatten.js';
import type { Graph } from '../graph/graph.js';
import { validate } from '../graph/validate.js';
import { resolveOptions } from '../diagram/options.js';
import type { DrawOptions } from '../options.js';
import { compare } from './compare.js';
import { diffDiagram, summarizeChanges } from './diff-diagram.js';

/**
 * Draws the differences between two models in one figure: layers that were added, removed or
 * changed. The format JSON writes the differences as data.
 *
 * @throws HelmholtzError as `draw` does
 * @example
 * ```ts
 * import { describeModel } from '@helmholtz/core';
 * import { drawDiff } from '@helmholtz/diagrams';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 *
 * const model = (units: number) => {
 *   const dense = layers.dense({ units, inputShape: [3], name: 'dense' });
 *   return describeModel(sequential({ layers: [dense] }));
 * };
 * const { nodes } = JSON.parse(String(await drawDiff(model(2), model(4), 'json')));
 * console.log(nodes[1].differences[0]);
 * // { what: 'out', before: '(batch, 2)', after: '(batch, 4)' }
 * ```
 */
export async function drawDiff(
  before: ModelDescription,
  after: ModelDescription,
  format: FormatName,
  options: DrawOptions = {},
): Promise<string | Uint8Array> {
  const [old, current] = [opened(before), opened(after)];
  const comparison = compare(old, current);
  const resolved = resolveOptions({ showShapes: true, legend: true }, options);
  const diagram = diffDiagram(old, current, comparison, {
    ...resolved,
    title:
      resolved.title ??
      `${before.name === after.name ? before.name : `${before.name} → ${after.name}`}: ${summarizeChanges(comparison)}`,
  });
  return drawDiagram(diagram, format, { ...options, source: asData(comparison) });
}

function opened(model: ModelDescription): Graph {
  validate(model);
  return flatten(model, ({ inner }) => inner !== undefined);
}

function asData({ nodes, edges }: ReturnType<typeof compare>) {
  return {
    nodes: nodes.map(({ id, change, differences }) => ({ id, change, differences })),
    edges,
  };
}
