import type { EpochRow } from './content.js';

const names: Readonly<Record<string, string>> = {
  nelbo: 'NELBO',
  expectedLogLikelihood: 'Expected log-likelihood',
  kl: 'KL divergence',
};

/** The terms that every bound has, in the order in which they are shown. */
export const knownTerms: readonly string[] = Object.keys(names);

const ofLatent = /^kl\/(.+)$/;

/** What a reader calls a term: `KL divergence of z1` for `kl/z1`; of others, their own names. */
export function termName(term: string): string {
  const latent = ofLatent.exec(term)?.[1];
  return names[term] ?? (latent === undefined ? term : `KL divergence of ${latent}`);
}

/** The terms of the latents, where there is more than one: a single latent's is the whole KL divergence. */
export function latentTerms(history: readonly EpochRow[]): string[] {
  const terms = history.flatMap(({ train, validation, test }) =>
    Object.keys({ ...train, ...validation, ...test }),
  );
  const found = [...new Set(terms)].filter((term) => ofLatent.test(term)).sort(inReadingOrder);
  return found.length > 1 ? found : [];
}

/** The sets beside training that were evaluated by epoch. */
export function heldOutSets(history: readonly EpochRow[]): ('validation' | 'test')[] {
  return (['validation', 'test'] as const).filter((set) => history.some((row) => row[set]));
}

/** `z2` before `z10`. */
export function inReadingOrder(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
