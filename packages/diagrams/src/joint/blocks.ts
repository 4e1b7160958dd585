import type { GraphNode } from '../graph/graph.js';
import type { DiagramNode, LabelRow } from '../diagram/diagram.js';
import { familyText, shortNumber } from '../plates/densities.js';
import { type Factor, densityOf, factorId } from '../plates/factors.js';

/** Largest number of layers that a block lists; of longer networks it lists both ends. */
const mostRows = 12;

/** A density with its family and the layers that compute its parameters, as one block. */
export function factorBlock(factor: Factor, all: readonly Factor[]): DiagramNode {
  const sharing = all.filter(
    (other) => other !== factor && other.layers.some((layer) => factor.layers.includes(layer)),
  );
  const family = factor.family === undefined ? [] : [familyText(factor.family)];
  return {
    id: factorId(factor),
    label: {
      title: densityOf(factor),
      subtitle: factor.layers.length === 0 ? 'prior' : `${factor.direction} network`,
      notes: [...family, ...sharing.map((other) => `shares layers with ${densityOf(other)}`)],
      rows: [...constantRows(factor), ...layerRows(factor.layers)],
    },
    role: factor.layers.some(({ role }) => role === 'likelihood') ? 'likelihood' : 'deterministic',
  };
}

function constantRows({ constants = {} }: Factor): LabelRow[] {
  return Object.entries(constants).map(([name, value]) => ({ name, value: shortNumber(value) }));
}

/** Returns a row for each layer of a network, or for both ends of a long one. */
export function layerRows(layers: readonly GraphNode[]): LabelRow[] {
  return folded(layers).map(layerRow);
}

function layerRow(layer: GraphNode | number): LabelRow {
  if (typeof layer === 'number') return { name: '…', value: `${layer} more layers` };
  const { id, within, className, activation, outputShapes } = layer;
  const name = within === undefined ? id : id.slice(within.length + 1);
  const says =
    activation === undefined || activation === 'linear' ? className : `${className} · ${activation}`;
  return { name, value: `${says} ${shapeText(outputShapes[0] ?? [])}` };
}

/** A shape without the batch axis, such as `28 × 28 × 1`. */
export function shapeText(shape: readonly (number | null)[]): string {
  return (shape[0] === null ? shape.slice(1) : shape).map((length) => length ?? '?').join(' × ');
}

function folded(layers: readonly GraphNode[]): (GraphNode | number)[] {
  if (layers.length <= mostRows) return [...layers];
  const end = (mostRows - 2) / 2;
  return [...layers.slice(0, end), layers.length - 2 * end, ...layers.slice(-end)];
}
