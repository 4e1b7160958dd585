import { HelmholtzError } from '@helmholtz/base';

import type { ComposedLatent, Composition, Source } from './composition.js';

/** The latents in an order in which they can be drawn from their posteriors. */
export interface DrawingOrder {
  readonly latents: readonly ComposedLatent[];
  /** The latents whose prior depends on what is drawn from their posterior, and so is stated afterwards. */
  readonly statedAfter: ReadonlySet<string>;
}

/**
 * Orders the latents of a composition: each after those that its posterior is given, and wherever that is possible after
 * those that its prior is given, so that a posterior may take its prior into account.
 *
 * @throws HelmholtzError (`usage`) for an unknown name, or variables that depend on one another.
 */
export function drawingOrder(composition: Composition): DrawingOrder {
  const { latents } = composition;
  const recognition = latentsBehind(composition, ({ posterior }) => posterior);
  const generative = latentsBehind(composition, ({ prior }) => prior);
  const ancestors = (of: ReadonlyMap<string, ReadonlySet<string>>, name: string): Set<string> =>
    closure(name, (each) => of.get(each)!);
  for (const { name } of latents) {
    refuseCycle('posterior', name, ancestors(recognition, name));
    refuseCycle('prior', name, ancestors(generative, name));
  }

  const after = new Map([...recognition].map(([name, given]) => [name, new Set(given)]));
  const statedAfter = new Set<string>();
  for (const { name } of latents) {
    const above = ancestors(generative, name);
    // All of them must be drawn before this one, which none of them may be drawn from.
    if ([...above].some((other) => ancestors(after, other).has(name))) statedAfter.add(name);
    else above.forEach((other) => after.get(name)!.add(other));
  }
  const ordered: ComposedLatent[] = [];
  const place = (latent: ComposedLatent): void => {
    if (ordered.includes(latent)) return;
    latents.filter(({ name }) => after.get(latent.name)!.has(name)).forEach(place);
    ordered.push(latent);
  };
  latents.forEach(place);
  return { latents: ordered, statedAfter };
}

/** For each latent the latents that one of its distributions is computed from, directly or through features. */
function latentsBehind(
  { latents, features = [] }: Composition,
  sourceOf: (latent: ComposedLatent) => Source | undefined,
): Map<string, Set<string>> {
  const isLatent = new Set(latents.map(({ name }) => name));
  const of = new Map(features.map((feature) => [feature.name, feature]));
  const behind = (names: readonly string[], path: readonly string[]): string[] =>
    names.flatMap((name) => {
      if (isLatent.has(name)) return [name];
      const feature = of.get(name);
      if (!feature) return [];
      refuseCycle('value', name, new Set(path));
      return behind(feature.given, [...path, name]);
    });
  return new Map(latents.map((latent) => [latent.name, new Set(behind(sourceOf(latent)?.given ?? [], []))]));
}

/** All that is reached from a name in one step or more. */
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
    hint: `The way back to it leads through: ${[...ancestors].filter((other) => other !== name).join(', ') || 'nothing else'}. Take one of them out of what the other is given.`,
  });
}
