import { itemAt } from '@helmholtz/base';
import type { ModelDescription, NodeDescription } from '@helmholtz/core/description';

import { dense, input, modelOf, reading } from './nodes.js';

export interface DeclaredLatent {
  readonly size?: number;
  /** What its posterior is conditioned on; nothing for one that is the same for all examples. */
  readonly given: readonly string[];
  /**
   * What its prior is conditioned on; a standard normal prior if not given, `false` for a function
   * without noise.
   */
  readonly prior?: readonly string[] | false;
}

export interface Declared {
  readonly inputs: readonly string[];
  /** Latents in an order in which each posterior depends only on earlier latents. */
  readonly latents: Readonly<Record<string, DeclaredLatent>>;
  /** What each observed variable is generated from. */
  readonly observed: Readonly<Record<string, readonly string[]>>;
}

/** Builds the smallest graph with a layer for each dependency of the given variables. */
export function declaredModel(name: string, { inputs, latents, observed }: Declared): ModelDescription {
  const nodes: NodeDescription[] = inputs.map((variable) =>
    input(variable, 8, { role: 'observed', variable }),
  );
  const add = (node: NodeDescription): NodeDescription => {
    nodes.push(node);
    return node;
  };
  const network = (id: string, given: readonly string[], units: number) => {
    const sources = given.map((variable) => nodes.find(({ id }) => id === variable)!);
    const joined =
      sources.length === 1
        ? itemAt(sources, 0)
        : add(
            reading(sources, {
              id: `${id}_inputs`,
              className: 'Concatenate',
              outputShapes: [[null, 8 * sources.length]],
            }),
          );
    return add(dense(id, joined, units, 'linear'));
  };

  const priors: (() => void)[] = [];
  for (const [variable, { size = 2, given, prior = [] }] of Object.entries(latents)) {
    const shape = [[null, size]];
    const loc = network(`${variable}_loc`, given, size);
    if (prior === false) {
      add(
        reading([loc], { id: variable, className: 'Latent', role: 'latent', variable, outputShapes: shape }),
      );
      continue;
    }
    const scale = network(`${variable}_log_variance`, given, size);
    const kl: NodeDescription = reading([loc, scale], {
      ...{ id: `${variable}_kl`, className: 'KLDivergence', role: 'kl', variable, posterior: 'normal' },
      distribution: prior.length > 0 ? 'normal' : 'standardNormal',
      outputShapes: [...shape, ...shape],
    });
    const noise = add(
      input(`${variable}_noise`, size, {
        className: 'NoiseInput',
        role: 'noise',
        variable,
        distribution: 'standardNormal',
      }),
    );
    // Not by way of the KL node: what decides the prior may itself depend on this value.
    add(
      reading([loc, scale, noise], {
        ...{ id: variable, className: 'Latent', role: 'latent', variable },
        outputShapes: shape,
      }),
    );
    nodes.push(kl);
    if (prior.length > 0) {
      priors.push(() => {
        const parameters = ['loc', 'log_variance'].map((part) =>
          network(`${variable}_prior_${part}`, prior, size),
        );
        nodes[nodes.indexOf(kl)] = {
          ...kl,
          inputs: [...kl.inputs, ...parameters.map(({ id }) => ({ node: id, output: 0 }))],
        };
      });
    }
  }
  priors.forEach((addPrior) => addPrior());
  for (const [variable, given] of Object.entries(observed)) {
    const parameters = network(`${variable}_parameters`, given, 8);
    add(
      reading([parameters], {
        ...{ id: `${variable}_likelihood`, className: 'BernoulliLikelihood', role: 'likelihood', variable },
        distribution: 'bernoulli',
        outputShapes: [[null, 8]],
      }),
    );
  }
  return modelOf(name, inOrder(nodes));
}

/** Sorts nodes so that each node follows its inputs. */
function inOrder(nodes: readonly NodeDescription[]): NodeDescription[] {
  const ordered: NodeDescription[] = [];
  const visit = (node: NodeDescription): void => {
    if (ordered.includes(node)) return;
    for (const { node: id } of node.inputs) visit(nodes.find((candidate) => candidate.id === id)!);
    ordered.push(node);
  };
  nodes.forEach(visit);
  return ordered;
}
