import { isInNats } from '@helmholtz/core/description';

import type { Diagram, DiagramEdge, DiagramNode, DiagramRole } from '../diagram/diagram.js';
import { probabilisticNotes } from '../diagram/notes.js';
import { variableName } from '../graph/conditioning.js';
import type { Graph, GraphNode } from '../graph/graph.js';
import { is } from '../graph/networks.js';
import type { LayerDiagramOptions } from '../diagram/options.js';
import { type Factor, factorId, factorsOf, firstOfEach } from '../plates/factors.js';
import { roleStyles } from '../theme/roles.js';
import { factorBlock, shapeText } from './blocks.js';
import type { JointOptions } from './options.js';
import { objectiveNetworks } from './objective-networks.js';
import { type Term, termsOf } from './terms.js';

const caption = {
  caption: 'Networks and objective',
  description:
    'The recognition networks, the reparameterization of each latent, the generative networks, and every term of the objective under its name in the history.',
};

const objectiveFrame = { id: 'objective', label: 'Objective', kind: 'objective' } as const;

/**
 * Returns the diagram of both directions of a model: a block for each density, and the terms of the
 * objective.
 */
export function jointDiagram(graph: Graph, options: LayerDiagramOptions & JointOptions): Diagram {
  const factors = factorsOf(graph);
  const latents = firstOfEach(graph.nodes.filter(is('latent')));
  const names = new Set(latents.map(variableName));
  const noise = graph.nodes.filter(({ id }) => factors.some((factor) => factor.noise.includes(id)));
  const sampled = latents.filter((latent) => samplingLayers(graph, latent).length > 0);
  const terms = termsOf(factors, names, options);
  const networks = objectiveNetworks(graph, factors, options.phases);

  const nodes = [
    ...[...graph.nodes.filter(is('observed')), ...noise, ...latents].map((node) =>
      variableBlock(graph, node),
    ),
    ...factors.map((factor) => factorBlock(factor, factors)),
    ...sampled.map((latent) => samplingBlock(graph, latent)),
    ...networks.nodes.map((node) => ({ ...node, cluster: objectiveFrame.id })),
    ...terms.map((term) => termBlock(term, options)),
  ].map((node): DiagramNode => (options.colorByRole ? node : { ...node, role: 'deterministic' }));
  const edges = [
    ...factors.flatMap((factor) => factorEdges(factor, sampled.map(variableName))),
    ...sampled.map((latent) => edge(samplingId(variableName(latent)), variableName(latent))),
    ...networks.edges,
    ...terms.flatMap(({ id, inputs }) => inputs.map((input) => edge(input, id))),
  ];
  return {
    name: graph.name,
    ...caption,
    ...(options.title === undefined ? {} : { title: options.title }),
    direction: options.rankdir,
    clusters: [objectiveFrame],
    nodes,
    edges,
    legend: options.legend ? rolesIn(nodes) : [],
  };
}

function edge(from: string, to: string): DiagramEdge {
  return { from, to, style: 'data' };
}

/** Returns edges from conditions to their densities, and from posteriors to their latents. */
function factorEdges(factor: Factor, sampled: readonly string[]): DiagramEdge[] {
  const { direction, variable, given, noise } = factor;
  const id = factorId(factor);
  const value = sampled.includes(variable) ? samplingId(variable) : variable;
  return [
    ...given.map((name) => edge(name, id)),
    ...(direction === 'recognition' ? [edge(id, value)] : []),
    ...noise.map((source): DiagramEdge => ({
      from: source,
      to: direction === 'recognition' ? value : id,
      style: 'noise',
    })),
  ];
}

function variableBlock(graph: Graph, node: GraphNode): DiagramNode {
  return {
    id: node.role === 'noise' ? node.id : variableName(node),
    label: {
      title: node.role === 'noise' ? node.id : variableName(node),
      notes: probabilisticNotes(graph, node),
      rows: [{ name: 'shape', value: shapeText(node.outputShapes[0] ?? []) }],
    },
    role: node.role,
  };
}

function samplingLayers({ nodes }: Graph, latent: GraphNode): GraphNode[] {
  return nodes.filter(
    (node) => node.role === 'reparameterization' && variableName(node) === variableName(latent),
  );
}

function samplingId(variable: string): string {
  return `sampling:${variable}`;
}

function samplingBlock(graph: Graph, latent: GraphNode): DiagramNode {
  const name = variableName(latent);
  return {
    id: samplingId(name),
    label: {
      title: `reparameterization of ${name}`,
      notes: [
        samplingLayers(graph, latent)
          .map(({ className }) => className)
          .join(', '),
      ],
      rows: [],
    },
    role: 'reparameterization',
  };
}

function termBlock(
  { id, name, kind, notes, metrics: others = [] }: Term,
  { metrics }: JointOptions,
): DiagramNode {
  const value = metrics[name];
  const rows = [
    ...(value === undefined ? [] : [{ name: 'value', value: valueText(name, value) }]),
    ...others.flatMap((metric) => {
      const value = metrics[metric];
      return value === undefined ? [] : [{ name: metric, value: valueText(metric, value) }];
    }),
  ];
  return { id, label: { title: name, notes, rows }, role: kind, cluster: objectiveFrame.id };
}

/** Returns a metric with its unit if known, to two decimals, or to two digits if it is small. */
function valueText(metric: string, value: number): string {
  const text = Math.abs(value) >= 0.01 || value === 0 ? value.toFixed(2) : value.toPrecision(2);
  return text.replace('-', '−') + (isInNats(metric) ? ' nats' : '');
}

/** The roles in the figure, in the order of a legend. */
function rolesIn(nodes: readonly DiagramNode[]): DiagramRole[] {
  const drawnRoles = new Set(nodes.map(({ role }) => role));
  return (Object.keys(roleStyles) as DiagramRole[]).filter((role) => drawnRoles.has(role));
}
