import { scalar } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '../errors.js';
import { nearest } from '../nearest.js';
import type { Distribution } from './distribution.js';
import { Normal } from './normal.js';

/** A prior as data: the name of a family and its constants, for example `{ name: 'normal', loc: 0, scale: 2 }`. */
export interface PriorConfig {
  readonly name: string;
  readonly [parameter: string]: number | string;
}

/** A family of priors p(z) that layers and specs refer to by name. */
export interface PriorFamily {
  readonly name: string;
  readonly description: string;
  /** The constants it takes, each with its default. */
  readonly parameters: Readonly<Record<string, number>>;
  /** @throws HelmholtzError (`usage`) for constants outside their range. */
  distribution(parameters: Readonly<Record<string, number>>): Distribution;
}

const families = new Map<string, PriorFamily>();

/** Makes a prior family available by name, also to models read from a file. */
export function registerPrior(family: PriorFamily): void {
  families.set(family.name, family);
}

export function priorFamilies(): readonly PriorFamily[] {
  return [...families.values()];
}

/** The distribution that a prior's configuration stands for. */
export function priorDistribution(config: PriorConfig): Distribution {
  const family = families.get(config.name);
  if (!family) {
    throw new HelmholtzError('usage', `There is no prior named "${config.name}".`, {
      hint: nearest(config.name, [...families.keys()]),
    });
  }
  const given = Object.entries(config).filter(([key]) => key !== 'name');
  for (const [key, value] of given) {
    if (Object.hasOwn(family.parameters, key) && Number.isFinite(value)) continue;
    throw new HelmholtzError('usage', `The prior "${family.name}" was given ${key}: ${String(value)}.`, {
      hint: `It takes numbers named ${Object.keys(family.parameters).join(', ') || 'nothing'}.`,
    });
  }
  return family.distribution({
    ...family.parameters,
    ...(Object.fromEntries(given) as Record<string, number>),
  });
}

registerPrior({
  name: 'standardNormal',
  description: 'p(z) = N(0, I)',
  parameters: {},
  distribution: () => new Normal(scalar(0), scalar(1), scalar(0)),
});

registerPrior({
  name: 'normal',
  description: 'p(z) = N(loc, scale^2 I), with constants of your choice',
  parameters: { loc: 0, scale: 1 },
  distribution({ loc, scale }) {
    if (!(scale! > 0)) {
      throw new HelmholtzError('usage', `The prior "normal" was given scale: ${scale}.`, {
        hint: 'A scale is a positive number.',
      });
    }
    return new Normal(scalar(loc!), scalar(scale!));
  },
});
