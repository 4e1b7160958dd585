import { HelmholtzError } from '@helmholtz/base';
import type { LatentTraits } from '../graph/latent-traits.js';
import type { KlKind } from '../graph/kl-kind.js';

/**
 * Checks that each latent has the kind of KL divergence that an objective needs.
 *
 * @param chosen requested kind; undefined for the best kind of each latent.
 * @returns one line that names the latents whose divergence is estimated without a request.
 * @throws HelmholtzError (`graph`) for a latent without that kind.
 */
export function checkKl(latents: readonly LatentTraits[], chosen: KlKind | undefined): string[] {
  const unsupported = latents.find(({ kl }) => (chosen ? !kl.includes(chosen) : kl.length === 0));
  if (unsupported) {
    if (unsupported.implicit) throw withoutDensity(unsupported, chosen);
    throw (
      undeclared(unsupported, chosen) ?? (chosen === 'analytic' ? noClosedForm : notEstimated)(unsupported)
    );
  }
  const estimated = chosen ? [] : latents.filter(({ kl }) => !kl.includes('analytic'));
  if (estimated.length === 0) return [];
  const pairs = estimated.map(({ name, families }) => `KL(${families.join(', ')}) of "${name}"`);
  return [`Without a closed form, estimated at the draws (kl: monteCarlo): ${pairs.join(', ')}.`];
}

/** Returns the error for a latent whose posterior declares that it lacks the kind. */
function undeclared(
  { name, families, declaredKl }: LatentTraits,
  chosen: KlKind | undefined,
): HelmholtzError | undefined {
  if (!declaredKl) return undefined;
  const { posterior, kinds } = declaredKl;
  const ofLatent = `The posterior "${posterior}" of the latent "${name}"`;
  if (kinds.length === 0) {
    return new HelmholtzError('graph', `${ofLatent} supports no KL divergence.`, {
      hint: 'Choose an objective without a KL divergence, or another posterior.',
    });
  }
  if (chosen && !kinds.includes(chosen)) {
    return new HelmholtzError('graph', `${ofLatent} does not support the KL divergence "${chosen}".`, {
      hint: `It supports: ${kinds.join(', ')}. Choose another posterior, or another objective or kl.`,
    });
  }
  if (chosen || kinds.includes('monteCarlo')) return undefined;
  return new HelmholtzError(
    'graph',
    `${ofLatent} supports only analytic KL divergences, and KL(${families.join(', ')}) has no closed form.`,
    { hint: 'Choose another prior, or another posterior.' },
  );
}

function withoutDensity({ name }: LatentTraits, chosen: KlKind | undefined): HelmholtzError {
  const kind = chosen === 'analytic' ? 'no closed form' : 'no estimate from densities';
  return new HelmholtzError(
    'graph',
    `The posterior of the latent "${name}" is implicit: it has no density, so its KL divergence has ${kind}.`,
    {
      hint: 'Choose an objective that estimates the ratio of densities: objective: adversarialVariationalBayes. Or choose the posterior normal.',
    },
  );
}

function noClosedForm({ name, families }: LatentTraits): HelmholtzError {
  return new HelmholtzError(
    'graph',
    `The latent "${name}" has no analytic KL divergence: KL(${families.join(', ')}) has no closed form.`,
    { hint: 'Leave kl out, or estimate it: objective: { name: elbo, kl: monteCarlo }.' },
  );
}

function notEstimated({ name, families: [posterior, prior] }: LatentTraits): HelmholtzError {
  return new HelmholtzError(
    'graph',
    `The KL divergence of the latent "${name}" can't be estimated: KL(${posterior}, ${prior}).`,
    {
      hint: 'An estimate needs the name of the value in the graph, latent({ variable }), and both log-densities there. Choose another posterior or prior.',
    },
  );
}
