import { HelmholtzError, itemAt } from '@helmholtz/base';

import { isRandom, variableName } from '../graph/conditioning.js';
import type { Graph, GraphNode } from '../graph/graph.js';
import { is } from '../graph/networks.js';
import { splitName, symbolOf } from '../math/math.js';
import { densitiesOf } from './densities.js';
import { type Factor, factorsOf, firstOfEach } from './factors.js';
import type { PlateOptions } from './options.js';
import type { Direction, Parameters, Plate, PlateEdge, PlateModel, PlateNode } from './plate-model.js';

/**
 * Reads a model in plate notation from the declarations of its layers. A role gives the kind of a
 * variable, and the graph gives its dependencies. A tensor with a batch axis is in the plate of the
 * data, unless its KL divergence is declared global.
 *
 * @throws HelmholtzError of kind `graph` for a model without declared latents, of kind `usage` for
 * the symbol of an unknown variable.
 */
export function readPlates(graph: Graph, options: PlateOptions): PlateModel {
  const latents = firstOfEach(graph.nodes.filter(is('latent')));
  if (latents.length === 0) {
    throw new HelmholtzError(
      'graph',
      `The level "plates" needs a latent variable. The model "${graph.name}" declares none.`,
      {
        hint: 'Mark latent variables with a Latent layer. The level "layers" draws any model.',
      },
    );
  }
  const factors = factorsOf(graph);
  const label = (name: string): string => options.symbols[name] ?? symbolOf(name);

  const observed = graph.nodes.filter(is('observed'));
  checkSymbols(graph, options);
  const variables = [...latents, ...observed].map((node): PlateNode => ({
    id: variableName(node),
    kind: node.role === 'observed' ? 'observed' : isRandom(graph, node) ? 'latent' : 'deterministic',
    symbol: label(variableName(node)),
    shape: exampleShape(node),
  }));
  const noise = options.showNoise ? noiseNodes(graph, factors, options) : [];
  const parameters = parametersOf(factors, options);
  const random = [...variables, ...noise];
  const nodes = [
    ...random,
    ...(options.showParameters
      ? parameters.map(({ id, symbol }): PlateNode => ({ id, kind: 'parameters', symbol }))
      : []),
  ];
  const drawnIds = new Set(nodes.map(({ id }) => id));
  const edges = factors.flatMap(edgesOf).filter(({ from }) => drawnIds.has(from));
  return {
    name: graph.name,
    nodes,
    edges,
    plates: platesOf(graph, random, edges, options),
    densities: densitiesOf(graph, factors, random, parameters),
    parameters,
  };
}

function checkSymbols(graph: Graph, { symbols }: PlateOptions): void {
  const variables = graph.nodes.filter(is('latent', 'observed')).map(variableName);
  const noises = graph.nodes.filter(is('noise')).map(({ id }) => id);
  const validNames = [...new Set([...variables, ...noises]), 'theta', 'phi'];
  const unknown = Object.keys(symbols).find((name) => !validNames.includes(name));
  if (unknown === undefined) return;
  throw new HelmholtzError(
    'usage',
    `Unknown variable "${unknown}" in symbols. The model "${graph.name}" does not have it.`,
    { hint: `Valid names: ${validNames.join(', ')}.` },
  );
}

function noiseNodes(graph: Graph, factors: readonly Factor[], { symbols }: PlateOptions): PlateNode[] {
  const usedNoises = new Set(factors.flatMap((factor) => factor.noise));
  const nodes = graph.nodes.filter(({ id }) => usedNoises.has(id));
  return nodes.map((node) => ({
    id: node.id,
    kind: 'noise',
    symbol:
      symbols[node.id] ??
      (nodes.length === 1 ? 'epsilon' : `epsilon_{${subscript(variableName(node), nodes)}}`),
    shape: exampleShape(node),
  }));
}

/**
 * Returns the digits of a name, such as 1 for z1, if they distinguish the variables of all noises;
 * otherwise the whole name.
 */
function subscript(name: string, nodes: readonly GraphNode[]): string {
  const names = nodes.map((node) => splitName(variableName(node)));
  const areUnique = new Set(names.map((split) => split.subscript)).size === names.length;
  const same = names.every(({ base, subscript }) => base === itemAt(names, 0).base && subscript !== '');
  return areUnique && same ? splitName(name).subscript : name.replaceAll('_', ',');
}

const directions: readonly Direction[] = ['generative', 'recognition'];

/**
 * Returns one symbol for all learned parameters of a direction, as in papers, and none for
 * constants.
 */
function parametersOf(factors: readonly Factor[], { symbols }: PlateOptions): Parameters[] {
  return directions.flatMap((direction) => {
    const learned = new Map(
      factors.filter((factor) => factor.direction === direction).flatMap((factor) => [...factor.learned]),
    );
    if (learned.size === 0) return [];
    const name = direction === 'generative' ? 'theta' : 'phi';
    const count = [...learned.values()].reduce((sum, size) => sum + size, 0);
    return [{ id: parametersId(direction), direction, symbol: symbols[name] ?? name, count }];
  });
}

function parametersId(direction: Direction): string {
  return `parameters:${direction}`;
}

function edgesOf({ direction, variable, given, noise, learned }: Factor): PlateEdge[] {
  const sources = [...given, ...noise, ...(learned.size > 0 ? [parametersId(direction)] : [])];
  return sources.map((from) => ({ from, to: variable, direction }));
}

function platesOf(
  graph: Graph,
  nodes: readonly PlateNode[],
  edges: readonly PlateEdge[],
  { dataSize, samples }: PlateOptions,
): Plate[] {
  const global = new Set(graph.nodes.filter((node) => node.global).map(variableName));
  const variables = graph.nodes.filter(is('latent', 'observed', 'noise'));
  const perExample = new Set(
    variables
      .filter((node) => node.outputShapes[0]?.[0] === null && !global.has(variableName(node)))
      .map((node) => (node.role === 'noise' ? node.id : variableName(node))),
  );
  const data = nodes.filter(({ id }) => perExample.has(id));
  const inferred = new Set(edges.filter(({ direction }) => direction === 'recognition').map(({ to }) => to));
  const sampled = data.filter(({ id, kind }) => kind === 'noise' || (kind === 'latent' && inferred.has(id)));
  const plate = (
    kind: Plate['kind'],
    symbol: string,
    members: readonly PlateNode[],
    size?: number,
  ): Plate[] =>
    members.length === 0
      ? []
      : [{ kind, symbol, members: members.map(({ id }) => id), ...(size === undefined ? {} : { size }) }];
  return [
    ...plate('data', 'N', data, dataSize),
    ...(samples !== undefined && samples > 1 ? plate('samples', 'K', sampled, samples) : []),
  ];
}

/** Without the batch axis. */
function exampleShape({ outputShapes: [shape = []] }: GraphNode): number[] {
  return (shape[0] === null ? shape.slice(1) : shape).map((length) => length ?? -1);
}
