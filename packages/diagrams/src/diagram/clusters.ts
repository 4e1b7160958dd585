import { entryOf, itemAt } from '@helmholtz/base';
import type { Repeat } from '../graph/fold.js';
import type { Graph, GraphNode } from '../graph/graph.js';
import type { DiagramCluster } from './diagram.js';
import { networkFrames } from './network-frames.js';

/** Frames around nodes, outer ones before inner ones. */
export interface Framing {
  readonly clusters: readonly DiagramCluster[];
  /** The cluster that directly encloses a node. */
  readonly clusterOf: (node: GraphNode) => string | undefined;
}

/** Returns a frame for each expanded nested model with a visible node. */
export function frameNested(graph: Graph): Framing {
  const clusters = graph.nested
    .filter(({ id }) => members(graph, id).length > 0)
    .map(({ id, within }): DiagramCluster => ({
      id,
      label: within === undefined ? id : id.slice(within.length + 1),
      kind: 'nested',
      ...(within === undefined ? {} : { parent: within }),
    }));
  return { clusters, clusterOf: ({ within }) => within };
}

/**
 * Returns frames of networks around the frames of nested models. A nested model in several networks
 * stays outside.
 *
 * @param model the whole graph, of which `graph` is the part that is drawn
 */
export function frameNetworks(model: Graph, graph: Graph): Framing {
  const allFrames = networkFrames(model);
  const frameOf = (id: string) => allFrames.find(({ members }) => members.has(id))?.id;
  const drawnFrames = new Set(graph.nodes.map(({ id }) => frameOf(id)));
  const frames = allFrames.filter(({ id }) => drawnFrames.has(id));

  const nested = frameNested(graph).clusters.map((cluster): DiagramCluster => {
    const inside = new Set(members(graph, cluster.id).map(({ id }) => frameOf(id)));
    const [parent] = inside;
    const isOutermost = cluster.parent === undefined;
    return isOutermost && inside.size === 1 && parent !== undefined ? { ...cluster, parent } : cluster;
  });
  return {
    clusters: [...frames.map(({ id, label }) => ({ id, label, kind: 'network' }) as const), ...nested],
    clusterOf: ({ id, within }) => within ?? frameOf(id),
  };
}

/** Adds frames around folded blocks, inside the existing frames. */
export function frameRepeats(
  { clusters, clusterOf }: Framing,
  graph: Graph,
  repeats: readonly Repeat[],
): Framing {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const frames = repeats.flatMap(({ nodes: block, times }) => {
    const around = new Set(block.map((id) => clusterOf(entryOf(nodes, id))));
    const [parent] = around;
    // A block that is partly inside another frame can't have one of its own.
    if (around.size > 1) return [];
    const frame = { id: `repeat:${itemAt(block, 0)}`, label: `× ${times}`, kind: 'nested' } as const;
    return [{ block, frame: parent === undefined ? frame : { ...frame, parent } }];
  });
  const frameOf = new Map(frames.flatMap(({ block, frame }) => block.map((id) => [id, frame.id])));
  return {
    clusters: [...clusters, ...frames.map(({ frame }) => frame)],
    clusterOf: (node) => frameOf.get(node.id) ?? clusterOf(node),
  };
}

/** The nodes inside a nested model, at any depth. */
function members(graph: Graph, nestedId: string): GraphNode[] {
  const outer = new Map(graph.nested.map(({ id, within }) => [id, within]));
  return graph.nodes.filter(({ within }) => {
    for (let id = within; id !== undefined; id = outer.get(id)) if (id === nestedId) return true;
    return false;
  });
}
