import { conditioning, density, posteriorGiven, priorOf, variableName } from '../graph/conditioning.js';
import type { Repeat } from '../graph/fold.js';
import type { Graph, GraphNode } from '../graph/graph.js';
import { is, networks, type Network } from '../graph/networks.js';
import type { DiagramCluster } from './diagram.js';

/** Frames around nodes, outer ones before inner ones. */
export interface Framing {
  readonly clusters: readonly DiagramCluster[];
  /** The cluster that directly encloses a node. */
  readonly clusterOf: (node: GraphNode) => string | undefined;
}

/** A frame for each nested model that was opened and of which something is drawn. */
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
 * Frames for the two networks around those of nested models; a nested model that is in both stays outside.
 *
 * @param model the whole graph, of which `graph` is the part that is drawn
 */
export function frameNetworks(model: Graph, graph: Graph): Framing {
  const networkOf = networks(model);
  const drawn = new Set(graph.nodes.map(({ id }) => networkOf.get(id)));
  const frames = networkFrames(model).filter(({ network }) => drawn.has(network));
  const idOf = (network: Network | undefined) => frames.find((frame) => frame.network === network)?.id;

  const nested = frameNested(graph).clusters.map((cluster): DiagramCluster => {
    const inside = new Set(members(graph, cluster.id).map(({ id }) => idOf(networkOf.get(id))));
    const [parent] = inside;
    const isOutermost = cluster.parent === undefined;
    return isOutermost && inside.size === 1 && parent !== undefined ? { ...cluster, parent } : cluster;
  });
  return {
    clusters: [...frames.map(({ id, label }) => ({ id, label, kind: 'network' }) as const), ...nested],
    clusterOf: ({ id, within }) => within ?? idOf(networkOf.get(id)),
  };
}

function networkFrames(graph: Graph): { network: Network; id: string; label: string }[] {
  const latents = graph.nodes.filter(is('latent'));
  const likelihoods = graph.nodes.filter(is('likelihood'));
  const names = (nodes: GraphNode[]) => [...new Set(nodes.map(variableName))].join(', ');

  const observed = [...new Set(latents.flatMap((node) => posteriorGiven(graph, node)))];
  const posterior = density(
    'q',
    names(latents),
    observed.filter((name) => !latents.map(variableName).includes(name)),
  );
  const given = [...new Set(likelihoods.flatMap((node) => conditioning(graph, node.inputs)))];
  const likelihood = likelihoods.length > 0 ? [density('p', names(likelihoods), given)] : [];
  const conditionalPriors = latents
    .map((node) => priorOf(graph, node))
    .filter((prior) => prior.includes('|'));
  const generative = ['Generative network', ...new Set([...likelihood, ...conditionalPriors])].join(' ');
  return [
    { network: 'recognition', id: 'network:recognition', label: `Recognition network ${posterior}` },
    { network: 'generative', id: 'network:generative', label: generative },
  ];
}

/** Frames around blocks that stand for several, inside those that there are. */
export function frameRepeats(
  { clusters, clusterOf }: Framing,
  graph: Graph,
  repeats: readonly Repeat[],
): Framing {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const frames = repeats.flatMap(({ nodes: block, times }) => {
    const around = new Set(block.map((id) => clusterOf(nodes.get(id)!)));
    const [parent] = around;
    // A block that is partly inside another frame can't have one of its own.
    if (around.size > 1) return [];
    const frame = { id: `repeat:${block[0]!}`, label: `× ${times}`, kind: 'nested' } as const;
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
