import type { ModelDescription } from '@helmholtz/core';
import { toSvg, views } from '@helmholtz/diagrams';
import type { Diagram } from '@helmholtz/report';

/** Every view of a model that the graph has the roles for. */
export async function diagramsOfModel(description: ModelDescription): Promise<Diagram[]> {
  const drawn = views
    .filter(({ name }) => name !== 'model')
    .map(async ({ name, title, summary }) => ({
      name,
      title,
      caption: summary,
      svg: await toSvg(description, { view: name }),
    }));
  const settled = await Promise.allSettled(drawn);
  return settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}
