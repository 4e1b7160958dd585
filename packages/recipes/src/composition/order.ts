import { HelmholtzError, entryOf } from '@helmholtz/base';

import type { ComposedLatent, Composition, Source } from './composition.js';

/** Order in which the latents can be drawn from their posteriors. */
export interface DrawingOrder {
  readonly latents: readonly ComposedLatent[];
  /** Latents whose prior depends on the draw from their posterior, and is computed after it. */
  readonly statedAfter: ReadonlySet<string>;
}

/**
 * Orders the latents of a composition: each after the latents that its posterior depends on and, if
 * possible, its prior. A posterior can then use its prior.
 *
 * @throws HelmholtzError (`usage`) for an unknown name, or circular dependencies.
 */
export function drawingOrder(composition: Composition): DrawingOrder {
  const { latents } = composition;
  const recognition = latentsBehind(composition, ({ posterior }) => posterior);
  const generative = latentsBehind(composition, ({ prior }) => prior);
  const ancestors = (edges: ReadonlyMap<string, ReadonlySet<string>>, name: string): Set<string> =>
    closure(name, (each) => entryOf(edges, each));
  for (const { name } of latents) {
    refuseCycle('posterior', name, ancestors(recognition, name));
    refuseCycle('prior', name, ancestors(generative, name));
  }

  const after = new Map([...recognition].map(([name, given]) => [name, new Set(given)]));
  const statedAfter = new Set<string>();
  for (const { name } of latents) {
    const above = ancestors(generative, name);
    // All of them must be drawn before this one, so none may depend on it.
    if ([...above].some((other) => ancestors(after, other).has(name))) statedAfter.add(name);
    else above.forEach((other) => entryOf(after, name).add(other));
  }
  const ordered: ComposedLatent[] = [];
  const place = (latent: ComposedLatent): void => {
    if (ordered.includes(latent)) return;
    latents.filter(({ name }) => entryOf(after, latent.name).has(name)).forEach(place);
    ordered.push(latent);
  };
  latents.forEach(place);
  return { latents: ordered, statedAfter };
}

/** Returns for each latent the latents that its distribution depends on, also through features. */
function latentsBehind(
  { latents, features = [] }: Composition,
  sourceOf: (latent: ComposedLatent) => Source | undefined,
): Map<string, Set<string>> {
  const isLatent = new Set(latents.map(({ name }) => name));
  const featureOf = new Map(features.map((feature) => [feature.name, feature]));
  const behind = (names: readonly string[], path: readonly string[]): string[] =>
    names.flatMap((name) => {
      if (isLatent.has(name)) return [name];
      const feature = featureOf.get(name);
      if (!feature) return [];
      refuseCycle('value', name, new Set(path));
      return behind(feature.given, [...path, name]);
    });
  return new Map(latents.map((latent) => [latent.name, new Set(behind(sourceOf(latent)?.given ?? [], []))]));
}

/** Returns all names that are reachable from a name. */
function closure(name: string, next: (name: string) => Iterable<string>): Set<string> {
  const reached = new Set<string>();
  const visit = (from: string): void => {
    for (const other of next(from)) {
      if (reached.has(other)) continue;
      reached.add(other);
      visit(other);
    }
  };
  visit(name);
  return reached;
}

function refuseCycle(what: string, name: string, ancestors: ReadonlySet<string>): void {
  if (!ancestors.has(name)) return;
  throw new HelmholtzError('usage', `The ${what} of "${name}" depends on "${name}" itself.`, {
    hint: `The cycle leads through: ${[...ancestors].filter((other) => other !== name).join(', ') || 'nothing else'}. Remove one of them from the inputs of another.`,
  });
}
