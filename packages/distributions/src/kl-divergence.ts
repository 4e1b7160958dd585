import type { Tensor } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import type { ClosedFormKl } from './closed-form-kl.js';
import type { Distribution } from './distribution.js';
import { klDivergences } from './parts.js';
import { isWithin } from './support.js';

const pairName = (q: string, p: string): string => `KL(${q}, ${p})`;
const pairOf = ({ posterior, prior }: ClosedFormKl): string => pairName(posterior, prior);

const closedForms = new Map<string, ClosedFormKl>(klDivergences.map((form) => [pairOf(form), form]));

/** Adds the closed form of KL(q, p) for a pair of families. */
export function registerKlDivergence(form: ClosedFormKl): void {
  closedForms.set(pairOf(form), form);
}

/**
 * KL(q, p) = E_q[log q - log p] of each event, in nats: the shape of a value without the axes of one event of q or p.
 *
 * @throws HelmholtzError (`graph`) where no closed form is registered for the pair: it never falls back to an
 *   estimate without being asked.
 */
export function klDivergence(q: Distribution, p: Distribution): Tensor {
  const closedForm = closedForms.get(pairName(q.family, p.family));
  if (closedForm) return closedForm.divergence(q, p);
  if (!isWithin(q.support, p.support)) {
    throw new HelmholtzError('graph', `${pairName(q.family, p.family)} is not defined.`, {
      hint: `"${q.family}" is of ${q.support.description}, "${p.family}" of ${p.support.description}: choose another of them.`,
    });
  }
  throw new HelmholtzError('graph', `${pairName(q.family, p.family)} has no registered closed form.`, {
    hint: `Estimate it, objective: { name: elbo, kl: monteCarlo }; register one with registerKlDivergence; or choose a prior of another family. Known: ${[...closedForms.keys()].join(', ')}.`,
  });
}

/** Whether the closed form of KL(q, p) is known. */
export function hasKlDivergence(q: Distribution, p: Distribution): boolean {
  return closedForms.has(pairName(q.family, p.family));
}

/** The axes of a value that `klDivergence` has no number for. */
export function klEventRank(q: Distribution, p: Distribution): number {
  return Math.max(q.eventRank, p.eventRank);
}
