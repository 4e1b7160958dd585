import { type Role, roles } from '@helmholtz/core/description';

import type { Graph } from '../graph/graph.js';
import type { LayerDiagramOptions } from '../options.js';
import { frameNested, frameNetworks } from './clusters.js';
import type { Diagram, DiagramEdge, DiagramNode } from './diagram.js';
import { nodeLabel } from './labels.js';

/**
 * A diagram with a node for each call of a layer, and an edge for each tensor that one passes to another.
 *
 * @param model the whole graph, of which `graph` is the part that is drawn
 */
export function layerDiagram(
  model: Graph,
  graph: Graph,
  caption: Pick<Diagram, 'caption' | 'description'>,
  options: LayerDiagramOptions,
): Diagram {
  const { clusters, clusterOf } = options.groupByNetwork ? frameNetworks(model, graph) : frameNested(graph);
  const nodes = graph.nodes.map((node): DiagramNode => {
    const cluster = clusterOf(node);
    return {
      id: node.id,
      label: nodeLabel(model, node, options),
      role: options.colorByRole ? node.role : 'deterministic',
      ...(cluster === undefined ? {} : { cluster }),
    };
  });
  return {
    name: graph.name,
    ...caption,
    ...(options.title === undefined ? {} : { title: options.title }),
    direction: options.rankdir,
    clusters,
    nodes,
    edges: edges(graph, options),
    legend: options.legend ? legend(nodes) : [],
  };
}

/** The roles in a diagram; a single one needs no explanation. */
function legend(nodes: readonly DiagramNode[]): Role[] {
  const drawn = roles.filter((role) => nodes.some((node) => node.role === role));
  return drawn.length > 1 ? drawn : [];
}

function edges(graph: Graph, { colorByRole }: LayerDiagramOptions): DiagramEdge[] {
  const sources = new Map(graph.nodes.map((node) => [node.id, node]));
  return graph.nodes.flatMap((node) =>
    node.inputs.map((input): DiagramEdge => {
      const source = sources.get(input.node)!;
      return {
        from: input.node,
        to: node.id,
        ...(source.outputShapes.length > 1 ? { output: input.output } : {}),
        style: colorByRole && source.role === 'noise' ? 'noise' : 'data',
      };
    }),
  );
}
