import type { PhaseUse } from '@helmholtz/core/description';
import type { DiagramEdge, DiagramNode } from '../diagram/diagram.js';
import { variableName } from '../graph/conditioning.js';
import type { Graph, GraphNode } from '../graph/graph.js';
import { is } from '../graph/networks.js';
import { type Factor, factorId } from '../plates/factors.js';
import { layerRows } from './blocks.js';

/** Blocks of the networks that an objective owns, and the edges into them. */
export interface ObjectiveNetworks {
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
}

export function networkId(name: string): string {
  return `network:${name}`;
}

/**
 * A block for each network that the objective owns. It reads the variable that its input is named
 * after, and the prior of this variable where a phase that applies it reads that too.
 */
export function objectiveNetworks(
  graph: Graph,
  factors: readonly Factor[],
  phases: readonly PhaseUse[] = [],
): ObjectiveNetworks {
  const layersOf = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    if (node.network === undefined) continue;
    layersOf.set(node.network, [...(layersOf.get(node.network) ?? []), node]);
  }
  const variables = new Map(graph.nodes.filter(is('latent', 'observed')).map((node) => [node.id, node]));
  const blocks = [...layersOf].map(([name, layers]): ObjectiveNetworks => {
    const readVariables = layers.flatMap(({ inputs }) => inputs.map(({ node }) => variables.get(node)));
    const names = new Set(readVariables.flatMap((node) => (node ? [variableName(node)] : [])));
    const priors = factors.filter(
      ({ direction, variable }) =>
        direction === 'generative' &&
        names.has(variable) &&
        phases.some((phase) => phase.networks.includes(name) && phase.priors.includes(variable)),
    );
    const sources = [...names, ...priors.map(factorId)];
    return {
      nodes: [blockOf(name, layers)],
      edges: sources.map((from) => ({ from, to: networkId(name), style: 'data' })),
    };
  });
  return { nodes: blocks.flatMap(({ nodes }) => nodes), edges: blocks.flatMap(({ edges }) => edges) };
}

function blockOf(name: string, layers: readonly GraphNode[]): DiagramNode {
  return {
    id: networkId(name),
    label: {
      title: name,
      subtitle: 'network of the objective',
      notes: [],
      rows: layerRows(layers.filter(({ className }) => className !== 'InputLayer')),
    },
    role: 'deterministic',
  };
}
