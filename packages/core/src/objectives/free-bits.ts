import { type Scalar, type Tensor, add, maximum, mean, reshape, scalar, sum } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import type { LatentTraits } from '../graph/latent-traits.js';
import { type KlKind, klPerElement } from '../graph/log-densities.js';
import type { VariationalTerm } from '../graph/terms.js';
import type { BoundTerms } from './bound-terms.js';

/** What part of the KL divergence costs nothing (Kingma et al. 2016, appendix C.8). */
export interface FreeBits {
  /** The nats that are free for each group. */
  readonly nats: number;
  /** What is a group: each dimension of each latent, or each latent as a whole. Each dimension unless given. */
  readonly per?: 'dimension' | 'latent' | undefined;
}

/**
 * The KL divergence as the loss counts it: each group, averaged over the batch, counts for no less than its free nats, so
 * that nothing is gained by making it smaller:
 *
 *     sum over groups of max(nats, mean over the batch of KL of the group)
 *
 * @throws HelmholtzError (`graph`) where dimensions are groups, and depend on each other in a posterior or a prior.
 */
export function withFreeBits(
  { nats, per = 'dimension' }: FreeBits,
  latents: readonly VariationalTerm[],
  { divergences }: BoundTerms,
  kindOf: (latent: VariationalTerm) => KlKind,
): Scalar {
  const groups: Tensor[] =
    per === 'latent'
      ? divergences.map(({ kl }) => mean(kl))
      : latents.map((latent) => averagePerDimension(latent, kindOf(latent)));
  return groups.reduce<Scalar>((all, group) => add(all, sum<Scalar>(maximum(group, nats))), scalar(0));
}

/** The KL divergence of each element of a latent, [elements], averaged over the samples and the batch. */
function averagePerDimension(latent: VariationalTerm, kind: KlKind): Tensor {
  const elements = klPerElement(latent, kind);
  if (elements)
    return mean(reshape(elements, [-1, latent.shape.reduce((size, length) => size * length, 1)]), 0);
  throw noDimensions(latent.name);
}

/** Refuses free bits for each dimension of a latent that is known at its draw alone, before the first step. */
export function checkFreeBits({ per = 'dimension' }: FreeBits, latents: readonly LatentTraits[]): void {
  const flow = latents.find(({ atDraw }) => atDraw);
  if (per === 'dimension' && flow) throw noDimensions(flow.name);
}

function noDimensions(latent: string): HelmholtzError {
  return new HelmholtzError('graph', `The dimensions of the latent "${latent}" have no KL divergence each.`, {
    hint: 'They depend on each other. Give free bits to the latent as a whole: freeBits: { nats, per: latent }.',
  });
}
