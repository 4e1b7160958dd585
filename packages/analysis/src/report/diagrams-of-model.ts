import { HelmholtzError } from '@helmholtz/base';
import type { ModelDescription } from '@helmholtz/core';
import { type ViewName, toSvg, views } from '@helmholtz/diagrams';
import type { Diagram } from '@helmholtz/report';

// The whole first, then its parts in the order of the data.
const order: readonly ViewName[] = ['vae', 'encoder-kl', 'encoder', 'reparameterization', 'decoder'];

/** Every view of a model that the graph has the roles for. */
export async function diagramsOfModel(description: ModelDescription): Promise<Diagram[]> {
  const drawings = order.map(async (view) => {
    const { name, title, summary } = views.find(({ name }) => name === view)!;
    return { name, title, caption: summary, svg: await toSvg(description, { view }) };
  });
  const settled = await Promise.all(drawings.map((diagram) => diagram.catch(whereRolesLack)));
  return settled.filter((diagram) => diagram !== undefined);
}

/**
 * A model without a part, such as a plain autoencoder without a KL divergence, has no view of it.
 */
function whereRolesLack(error: unknown): undefined {
  if (error instanceof HelmholtzError && error.kind === 'graph') return undefined;
  throw error;
}
