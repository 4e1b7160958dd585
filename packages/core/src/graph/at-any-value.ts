import { DensityAtDraw, type Distribution } from '@helmholtz/distributions';
import type { HeldPosterior, LatentTerm } from './terms.js';

/**
 * A latent of pathwise terms: its posterior's density is that of the value, from the posterior's
 * parameters.
 */
export function atAnyValue(term: LatentTerm, held: HeldPosterior | undefined): LatentTerm {
  return {
    ...term,
    posterior: term.posterior && byParameters(term.posterior),
    held: held && { ...held, posterior: byParameters(held.posterior) },
  };
}

function byParameters(posterior: Distribution): Distribution {
  return posterior instanceof DensityAtDraw ? (posterior.elsewhere ?? posterior) : posterior;
}
