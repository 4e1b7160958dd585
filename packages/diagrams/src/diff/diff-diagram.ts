import type { Change, Diagram, DiagramEdge, DiagramNode } from '../diagram/diagram.js';
import { nodeLabel } from '../diagram/labels.js';
import type { Graph } from '../graph/graph.js';
import type { LayerDiagramOptions } from '../diagram/options.js';
import type { ComparedNode, Comparison } from './compare.js';

const signs: Readonly<Record<Change, string>> = { added: '+ ', removed: '− ', changed: '~ ', same: '' };
const changes = ['added', 'removed', 'changed', 'same'] as const;

/** Draws both models in one figure, with added, removed and changed nodes. */
export function diffDiagram(
  before: Graph,
  after: Graph,
  comparison: Comparison,
  options: LayerDiagramOptions,
): Diagram {
  const { nodes, edges } = comparison;
  const foundChanges = changes.filter((change) => nodes.some((node) => node.change === change));
  return {
    name: after.name,
    caption: 'Comparison',
    description: `From ${before.name} to ${after.name}: ${summarizeChanges(comparison)}.`,
    ...(options.title === undefined ? {} : { title: options.title }),
    direction: options.rankdir,
    clusters: [],
    nodes: nodes.map((node) => comparedNode(node.change === 'removed' ? before : after, node, options)),
    edges: edges.map(({ from, to, change }): DiagramEdge => ({
      from,
      to,
      style: change === 'added' || change === 'removed' ? change : 'data',
    })),
    legend: options.legend ? foundChanges : [],
  };
}

/** How many layers were added, and so on: `1 added, 2 changed, 9 the same`. */
export function summarizeChanges({ nodes }: Comparison): string {
  const counts = changes.map((change) => {
    const count = nodes.filter((node) => node.change === change).length;
    return count === 0 ? [] : [`${count} ${change === 'same' ? 'the same' : change}`];
  });
  return counts.flat().join(', ');
}

function comparedNode(
  graph: Graph,
  { node, change, differences }: ComparedNode,
  options: LayerDiagramOptions,
): DiagramNode {
  const label = nodeLabel(graph, node, {
    ...options,
    showShapes: options.showShapes && change !== 'same' && differences.length === 0,
  });
  return {
    id: node.id,
    label: {
      ...label,
      title: `${signs[change]}${node.id}`,
      rows: [
        ...label.rows,
        ...differences.map(({ what, before, after }) => ({ name: what, value: `${before} → ${after}` })),
      ],
    },
    role: change,
  };
}
