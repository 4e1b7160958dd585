import { itemAt } from '@helmholtz/base';
import type { Change } from '../diagram/diagram.js';
import { formatShapes } from '../diagram/labels.js';
import type { Graph, GraphNode } from '../graph/graph.js';
import { familyText } from '../plates/densities.js';
import { countParameters } from '../summary/parameters.js';

/** Layer of either model, with its change. */
export interface ComparedNode {
  readonly id: string;
  readonly change: Change;
  /** Node of the second model, or of the first model for a removed layer. */
  readonly node: GraphNode;
  /** Differences in words, before and after. */
  readonly differences: readonly Difference[];
}

export interface Difference {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

export interface ComparedEdge {
  readonly from: string;
  readonly to: string;
  readonly change: Change;
}

export interface Comparison {
  readonly nodes: readonly ComparedNode[];
  readonly edges: readonly ComparedEdge[];
}

/** Compares two graphs. Layers correspond if they have the same name in the same nested model. */
export function compare(before: Graph, after: Graph): Comparison {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const comparedNodes = after.nodes.map((node): ComparedNode => {
    const was = old.get(node.id);
    if (!was) return { id: node.id, change: 'added', node, differences: [] };
    const differences = differencesOf(was, node);
    return { id: node.id, change: differences.length > 0 ? 'changed' : 'same', node, differences };
  });
  return { nodes: withRemoved(before, comparedNodes), edges: compareEdges(before, after) };
}

/** Inserts removed layers at their old position, after their old predecessor. */
function withRemoved(before: Graph, kept: readonly ComparedNode[]): ComparedNode[] {
  const nodes = [...kept];
  const has = (id: string) => nodes.findIndex((node) => node.id === id);
  before.nodes.forEach((node, index) => {
    if (has(node.id) >= 0) return;
    const place = index === 0 ? 0 : has(itemAt(before.nodes, index - 1).id) + 1;
    nodes.splice(place, 0, { id: node.id, change: 'removed', node, differences: [] });
  });
  return nodes;
}

const properties: readonly (readonly [what: string, of: (node: GraphNode) => string])[] = [
  ['layer', ({ className }) => className],
  ['activation', ({ activation = 'linear' }) => activation],
  ['role', ({ role }) => role],
  ['variable', ({ variable = '–' }) => variable],
  [
    'distribution',
    ({ distribution, constants }) => (distribution === undefined ? '–' : familyText(distribution, constants)),
  ],
  ['posterior', ({ posterior }) => (posterior === undefined ? '–' : familyText(posterior))],
  ['out', ({ outputShapes }) => formatShapes(outputShapes)],
  ['dtype', ({ dtype }) => dtype],
  ['parameters', (node) => countOf(node)],
  ['trainable', ({ trainable }) => (trainable ? 'yes' : 'no')],
];

function differencesOf(before: GraphNode, after: GraphNode): Difference[] {
  const differences = properties.flatMap(([what, valueOf]): Difference[] =>
    valueOf(before) === valueOf(after) ? [] : [{ what, before: valueOf(before), after: valueOf(after) }],
  );
  return differences.length > 0 ? differences : configDifferences(before, after);
}

/** Returns changes that nothing else shows, such as the rate of a dropout, without layer names. */
function configDifferences({ config: before }: GraphNode, { config: after }: GraphNode): Difference[] {
  const text = (value: unknown) => (value === undefined ? '–' : JSON.stringify(value));
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => key !== 'name' && text(before[key]) !== text(after[key]))
    .map((key) => ({ what: key, before: text(before[key]), after: text(after[key]) }));
}

function countOf(node: GraphNode): string {
  const { trainable, nonTrainable } = countParameters([node]);
  return (trainable + nonTrainable).toLocaleString('en');
}

function compareEdges(before: Graph, after: Graph): ComparedEdge[] {
  const [old, current] = [edgesOf(before), edgesOf(after)];
  return [
    ...[...current].map(([key, edge]): ComparedEdge => ({
      ...edge,
      change: old.has(key) ? 'same' : 'added',
    })),
    ...[...old]
      .filter(([key]) => !current.has(key))
      .map(([, edge]): ComparedEdge => ({ ...edge, change: 'removed' })),
  ];
}

function edgesOf({ nodes }: Graph): Map<string, { from: string; to: string }> {
  return new Map(
    nodes.flatMap(({ id, inputs }) =>
      inputs.map(({ node }) => [JSON.stringify([node, id]), { from: node, to: id }]),
    ),
  );
}
