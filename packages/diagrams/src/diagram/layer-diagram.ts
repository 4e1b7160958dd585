import { entryOf } from '@helmholtz/base';
import { type Role, roles } from '@helmholtz/core/description';

import type { Folded } from '../graph/fold.js';
import type { Graph, GraphNode } from '../graph/graph.js';
import { pathsBetween } from '../graph/part.js';
import type { LayerDiagramOptions } from './options.js';
import { frameNested, frameNetworks, frameRepeats } from './clusters.js';
import type { Diagram, DiagramEdge, DiagramNode } from './diagram.js';
import { clean } from '../text/clean.js';
import { nodeLabel } from './labels.js';

/**
 * A diagram with a node for each call of a layer, and an edge for each tensor that one passes to
 * another.
 *
 * @param model the whole graph
 * @param drawn the drawn part of the graph, and its merged blocks
 */
export function layerDiagram(
  model: Graph,
  { graph, repeats }: Folded,
  caption: Pick<Diagram, 'caption' | 'description'>,
  options: LayerDiagramOptions,
): Diagram {
  const framing = options.groupByNetwork ? frameNetworks(model, graph) : frameNested(graph);
  const { clusters, clusterOf } = frameRepeats(framing, graph, repeats);
  const onPath = options.highlight ? pathsBetween(graph, options.highlight) : new Set<string>();
  const nodes = graph.nodes.map((node): DiagramNode => {
    const cluster = clusterOf(node);
    return {
      id: node.id,
      label: nodeLabel(model, node, options),
      role: options.colorByRole ? node.role : 'deterministic',
      ...(cluster === undefined ? {} : { cluster }),
      ...(onPath.has(node.id) ? { highlighted: true } : {}),
      ...(options.link === undefined ? {} : { link: linkOf(node, options.link) }),
    };
  });
  return {
    name: graph.name,
    ...caption,
    ...(options.title === undefined ? {} : { title: options.title }),
    direction: options.rankdir,
    clusters,
    nodes,
    edges: edges(graph, options, onPath),
    legend: options.legend ? legend(nodes) : [],
  };
}

/** A link with a node's names filled in, each as a part of an address. */
function linkOf({ id, layer, className }: GraphNode, link: string): string {
  const names: Record<string, string> = { id, layer, class: className };
  // A lone half of a character has no encoding.
  return link.replace(/\{(id|layer|class)\}/g, (_, name: string) => encodeURIComponent(clean(names[name]!)));
}

/** The roles in a diagram; a single one needs no explanation. */
function legend(nodes: readonly DiagramNode[]): Role[] {
  const usedRoles = roles.filter((role) => nodes.some((node) => node.role === role));
  return usedRoles.length > 1 ? usedRoles : [];
}

function edges(
  graph: Graph,
  { colorByRole }: LayerDiagramOptions,
  onPath: ReadonlySet<string>,
): DiagramEdge[] {
  const sources = new Map(graph.nodes.map((node) => [node.id, node]));
  return graph.nodes.flatMap((node) =>
    node.inputs.map((input): DiagramEdge => {
      const source = entryOf(sources, input.node);
      return {
        from: input.node,
        to: node.id,
        ...(source.outputShapes.length > 1 ? { output: input.output } : {}),
        style: colorByRole && source.role === 'noise' ? 'noise' : 'data',
        ...(onPath.has(input.node) && onPath.has(node.id) ? { highlighted: true } : {}),
      };
    }),
  );
}
