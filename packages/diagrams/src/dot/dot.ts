import { entryOf } from '@helmholtz/base';
import type { Diagram, DiagramCluster, DiagramEdge, DiagramNode } from '../diagram/diagram.js';
import { graphSpacing } from '../layout/spacing.js';
import { type Attributes, quote, safeIds, statement } from './syntax.js';

/** Attributes of a DOT text, which differ between dialects; the structure is the same in all. */
export interface DotDialect {
  readonly graph: (diagram: Diagram) => Attributes;
  readonly node: (node: DiagramNode) => Attributes;
  readonly edge: (edge: DiagramEdge, index: number) => Attributes;
  readonly cluster: (cluster: DiagramCluster) => Attributes;
  /** Attributes that all nodes or all edges share. */
  readonly defaults: { readonly node: Attributes; readonly edge: Attributes };
}

/** The ids that nodes and clusters of a diagram have in its DOT text. */
export function dotIds({ nodes, clusters }: Diagram) {
  return {
    nodes: safeIds(nodes.map(({ id }) => id)),
    clusters: safeIds(
      clusters.map(({ id }) => id),
      'cluster_',
    ),
  };
}

/**
 * Writes a diagram as DOT. The text depends on nothing but the diagram and the dialect, to the
 * byte.
 */
export function writeDot(diagram: Diagram, dialect: DotDialect): string {
  const ids = dotIds(diagram);
  const weight = edgeWeights(diagram);
  const nodeId = (id: string) => quote(entryOf(ids.nodes, id));

  const block = (parent: string | undefined): string[] => [
    ...diagram.nodes
      .filter(({ cluster }) => cluster === parent)
      .map((node) => statement(nodeId(node.id), dialect.node(node))),
    ...diagram.clusters
      .filter((cluster) => cluster.parent === parent)
      .flatMap((cluster) => [
        `subgraph ${quote(entryOf(ids.clusters, cluster.id))} {`,
        ...indent([statement('graph', dialect.cluster(cluster)), ...block(cluster.id)]),
        '}',
      ]),
  ];

  return [
    `digraph ${quote(entryOf(safeIds([diagram.name]), diagram.name))} {`,
    ...indent([
      statement('graph', { rankdir: diagram.direction, ...graphSpacing(diagram), ...dialect.graph(diagram) }),
      statement('node', dialect.defaults.node),
      statement('edge', dialect.defaults.edge),
      ...block(undefined),
      ...diagram.edges.map((edge, index) =>
        statement(`${nodeId(edge.from)} -> ${nodeId(edge.to)}`, {
          weight: weight(edge),
          ...dialect.edge(edge, index),
        }),
      ),
    ]),
    '}',
    '',
  ].join('\n');
}

/** Keeps a node with one input close to that input, not to its readers. */
function edgeWeights({ edges }: Diagram): (edge: DiagramEdge) => number | undefined {
  const inputs = new Map<string, number>();
  for (const { to } of edges) inputs.set(to, (inputs.get(to) ?? 0) + 1);
  return ({ to }) => (inputs.get(to) === 1 ? 3 : undefined);
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
