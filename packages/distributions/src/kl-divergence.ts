import type { Tensor } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import type { ClosedFormKl } from './closed-form-kl.js';
import type { Distribution } from './distribution.js';
import { klDivergences } from './parts.js';
import { isWithin } from './support.js';

const pairName = (q: string, p: string): string => `KL(${q}, ${p})`;
const pairOf = ({ posterior, prior }: ClosedFormKl): string => pairName(posterior, prior);

const closedForms = new Map<string, ClosedFormKl>(klDivergences.map((form) => [pairOf(form), form]));

/**
 * Registers the closed form of KL(q, p) for a pair of families.
 *
 * @example
 * ```ts
 * import { Poisson, closedFormKl, registerKlDivergence } from '@helmholtz/distributions';
 * import { exp, scalar, sub } from '@tensorflow/tfjs-core';
 *
 * const form = closedFormKl<Poisson, Poisson>('poisson', 'poisson', (q, p) =>
 *   sub(exp(p.logRate), exp(q.logRate)),
 * );
 * registerKlDivergence(form);
 * console.log(form.posterior, form.prior); // poisson poisson
 * ```
 */
export function registerKlDivergence(form: ClosedFormKl): void {
  closedForms.set(pairOf(form), form);
}

/**
 * Returns KL(q, p) = E_q[log q - log p] of each event in nats, without the axes of an event of q or
 * p.
 *
 * @throws HelmholtzError (`graph`) if no closed form is registered for the pair. It never
 * estimates.
 *
 * @example
 * ```ts
 * import { Normal, klDivergence } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const [q, p] = [new Normal(scalar(1), scalar(1)), new Normal(scalar(0), scalar(1))];
 * console.log(klDivergence(q, p).dataSync()[0]); // 0.5
 * ```
 */
export function klDivergence(q: Distribution, p: Distribution): Tensor {
  const closedForm = closedForms.get(pairName(q.family, p.family));
  if (closedForm) return closedForm.divergence(q, p);
  if (!isWithin(q.support, p.support)) {
    throw new HelmholtzError('graph', `${pairName(q.family, p.family)} is not defined.`, {
      hint: `The support of "${q.family}" is ${q.support.description}, that of "${p.family}" is ${p.support.description}. Choose another family.`,
    });
  }
  throw new HelmholtzError('graph', `${pairName(q.family, p.family)} has no registered closed form.`, {
    hint: `Estimate it with objective: { name: elbo, kl: monteCarlo }, register a closed form with registerKlDivergence, or choose another prior. Known: ${[...closedForms.keys()].join(', ')}.`,
  });
}

/**
 * Checks whether a closed form of KL(q, p) is registered.
 *
 * @example
 * ```ts
 * import { Normal, Poisson, hasKlDivergence } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const [normal, poisson] = [new Normal(scalar(0), scalar(1)), new Poisson(scalar(0))];
 * console.log(hasKlDivergence(normal, normal), hasKlDivergence(normal, poisson)); // true false
 * ```
 */
export function hasKlDivergence(q: Distribution, p: Distribution): boolean {
  return closedForms.has(pairName(q.family, p.family));
}

/**
 * Returns the number of axes of a value that `klDivergence` sums over.
 *
 * @example
 * ```ts
 * import { Normal, klEventRank } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const normal = new Normal(scalar(0), scalar(1));
 * console.log(klEventRank(normal, normal)); // 0
 * ```
 */
export function klEventRank(q: Distribution, p: Distribution): number {
  return Math.max(q.eventRank, p.eventRank);
}
