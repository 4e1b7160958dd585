import {
  type Scalar,
  type Tensor,
  add,
  maximum,
  mean,
  mul,
  reshape,
  scalar,
  sum,
} from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import type { LatentTraits } from '../graph/latent-traits.js';
import type { KlKind } from '../graph/kl-kind.js';
import { klPerElement } from '../graph/log-densities.js';
import type { VariationalTerm } from '../graph/terms.js';
import { average, type BoundTerms } from './bound-terms.js';

/** Part of the KL divergence that costs nothing (Kingma et al. 2016, appendix C.8). */
export interface FreeBits {
  /** Free nats of each group. */
  readonly nats: number;
  /** Groups: each dimension of each latent, or each latent as a whole. `dimension` by default. */
  readonly per?: 'dimension' | 'latent' | undefined;
}

/**
 * Returns the KL divergence in the loss. Each group counts for at least its free nats, so a smaller
 * divergence gains nothing:
 *
 *     sum over groups of max(nats, mean over the batch of KL of the group)
 *
 * @throws HelmholtzError (`graph`) for groups of dimensions that depend on each other.
 */
export function withFreeBits(
  { nats, per = 'dimension' }: FreeBits,
  latents: readonly VariationalTerm[],
  { divergences, weights }: BoundTerms,
  kindOf: (latent: VariationalTerm) => KlKind,
): Scalar {
  const groups: Tensor[] =
    per === 'latent'
      ? divergences.map(({ kl }) => average(kl, weights))
      : latents.map((latent) => averagePerDimension(latent, kindOf(latent), weights));
  return groups.reduce<Scalar>((all, group) => add(all, sum<Scalar>(maximum(group, nats))), scalar(0));
}

/** KL divergence of each element of a latent, [elements], averaged over samples and batch. */
function averagePerDimension(latent: VariationalTerm, kind: KlKind, weights?: Tensor): Tensor {
  const elements = klPerElement(latent, kind);
  const weighted =
    elements && weights ? mul(elements, reshape(weights, [-1, ...latent.shape.map(() => 1)])) : elements;
  if (weighted)
    return mean(reshape(weighted, [-1, latent.shape.reduce((size, length) => size * length, 1)]), 0);
  throw noDimensions(latent.name);
}

/**
 * Refuses free bits per dimension for a flow, whose dimensions depend on each other.
 *
 * @throws HelmholtzError (`graph`)
 */
export function checkFreeBits({ per = 'dimension' }: FreeBits, latents: readonly LatentTraits[]): void {
  const flow = latents.find(({ atDraw }) => atDraw);
  if (per === 'dimension' && flow) throw noDimensions(flow.name);
}

function noDimensions(latent: string): HelmholtzError {
  return new HelmholtzError(
    'graph',
    `The KL divergence of the latent "${latent}" is not a sum over its dimensions.`,
    {
      hint: 'Its dimensions depend on each other. Give free bits to the latent as a whole: freeBits: { nats, per: latent }.',
    },
  );
}
