import type { ModelDescription, NodeDescription } from '../description/description.js';
import { describeModel } from './describe.js';
import type { OwnedNetwork } from './owned-network.js';

/** Adds the networks that an objective owns to the description of a graph, layer by layer. */
export function withOwnedNetworks(
  graph: ModelDescription,
  networks: readonly OwnedNetwork[],
): ModelDescription {
  if (networks.length === 0) return graph;
  return { ...graph, nodes: [...graph.nodes, ...networks.flatMap((network) => nodesOf(graph, network))] };
}

/** Nodes of a network. An input is the variable of the same name, if the graph has one. */
function nodesOf({ nodes }: ModelDescription, network: OwnedNetwork): NodeDescription[] {
  const description = describeModel(network.layersModel);
  const inputIds = description.inputs.map(({ node }) => node);
  const variables = nodes
    .filter(({ id, role }) => inputIds.includes(id) && (role === 'latent' || role === 'observed'))
    .map(({ id }) => id);
  return description.nodes
    .filter(({ id }) => !variables.includes(id))
    .map((node) => marked(inputIds.includes(node.id) ? { ...node, role: 'deterministic' } : node, network));
}

function marked({ inner, ...node }: NodeDescription, network: OwnedNetwork): NodeDescription {
  const { name, learnsBy } = network;
  const nodes = inner?.nodes.map((each) => marked(each, network));
  return { ...node, network: name, learnsBy, ...(inner && nodes ? { inner: { ...inner, nodes } } : {}) };
}
