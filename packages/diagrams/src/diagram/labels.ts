import type { TensorShape } from '@helmholtz/core/description';

import type { Graph, GraphNode } from '../graph/graph.js';
import type { LayerDiagramOptions } from './options.js';
import { countParameters } from '../summary/parameters.js';
import type { Label, LabelRow } from './diagram.js';
import { probabilisticNotes } from './notes.js';

/**
 * Returns the label of a node of a layer diagram.
 *
 * @param model the whole graph, of which only a part may be drawn
 */
export function nodeLabel(model: Graph, node: GraphNode, options: LayerDiagramOptions): Label {
  const notes = probabilisticNotes(model, node);
  const rows = layerRows(node, options);
  const kind = layerKind(node, options);
  return options.showLayerNames
    ? { title: localName(node), subtitle: kind, notes, rows }
    : { title: kind, notes, rows };
}

/** Returns the id without its nested models, which their frames show. */
function localName({ id, within }: GraphNode): string {
  return within === undefined ? id : id.slice(within.length + 1);
}

function layerKind(
  { className, activation }: GraphNode,
  { showLayerActivations }: LayerDiagramOptions,
): string {
  const says = showLayerActivations && activation !== undefined && activation !== 'linear';
  return says ? `${className} · ${activation}` : className;
}

function layerRows(node: GraphNode, options: LayerDiagramOptions): LabelRow[] {
  const rows: LabelRow[] = [];
  if (options.showShapes) {
    if (node.inputShapes.length > 0) rows.push({ name: 'in', value: formatShapes(node.inputShapes) });
    rows.push({ name: 'out', value: formatShapes(node.outputShapes) });
  }
  if (options.showDtype) rows.push({ name: 'dtype', value: node.dtype });
  const { trainable, nonTrainable } = countParameters([node]);
  const parameters = trainable + nonTrainable;
  if (options.showParameters && parameters > 0) {
    rows.push({ name: 'parameters', value: parameters.toLocaleString('en') });
  }
  if (options.showTrainable && parameters > 0) {
    rows.push({ name: 'trainable', value: nonTrainable === 0 ? 'yes' : trainable === 0 ? 'no' : 'in part' });
  }
  return rows;
}

/** Returns shapes side by side, equal neighbours once with their number. */
export function formatShapes(shapes: readonly TensorShape[]): string {
  const runs: { shape: string; count: number }[] = [];
  for (const shape of shapes.map(formatShape)) {
    const lastRun = runs.at(-1);
    if (lastRun?.shape === shape) lastRun.count++;
    else runs.push({ shape, count: 1 });
  }
  return runs.map(({ shape, count }) => (count === 1 ? shape : `${count} × ${shape}`)).join(', ');
}

/** Returns a shape such as `(batch, 28, 28, 1)`, with `?` for any other axis that is not fixed. */
export function formatShape(shape: TensorShape): string {
  return `(${shape.map((size, axis) => size ?? (axis === 0 ? 'batch' : '?')).join(', ')})`;
}
