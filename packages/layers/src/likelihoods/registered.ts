import type { LikelihoodPart } from '@helmholtz/core';

const parts: LikelihoodPart[] = [];

/** Puts a likelihood among those that a spec may choose by name. */
export function registerLikelihood(part: LikelihoodPart): void {
  parts.push(part);
}

export const registeredParts: readonly LikelihoodPart[] = parts;
