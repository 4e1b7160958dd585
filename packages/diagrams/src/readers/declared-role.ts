import type { NodeDescription } from '@helmholtz/core/description';

import { type Config, type DeclaredLayer, isRecord } from './declared.js';

type Meaning = Pick<
  NodeDescription,
  'role' | 'variable' | 'distribution' | 'constants' | 'posterior' | 'global'
>;

/**
 * Returns the role of a layer class in the probabilistic model. Classes that Helmholtz does not
 * define are deterministic.
 */
export function declaredRole(
  { name, className, config, calls }: DeclaredLayer,
  isOutermost: boolean,
): Meaning {
  const variable = nameIn(config, 'variable');
  if (variable !== undefined) {
    if (className === 'NoiseInput')
      return { role: 'noise', variable, ...distribution(nameIn(config, 'source')) };
    if (className === 'KLDivergence') return { role: 'kl', variable, ...divergence(config) };
    if (className === 'Latent') return { role: 'latent', variable };
    const [, family] = /^(.+)Likelihood$/.exec(className) ?? [];
    if (family !== undefined) {
      return { role: 'likelihood', variable, distribution: family[0]!.toLowerCase() + family.slice(1) };
    }
  }
  if (className === 'Parameter' || className === 'AnnealedTemperature' || className === 'PseudoInputs')
    return { role: 'parameter' };
  const isInput = isOutermost && calls.flat().length === 0 && className === 'InputLayer';
  return isInput ? { role: 'observed', variable: name } : { role: 'deterministic' };
}

/** The prior, with its constants if it has any, and the family of the posterior. */
function divergence(config: Config): Partial<Meaning> {
  const prior = isRecord(config['prior']) ? config['prior'] : {};
  const constants = Object.entries(prior).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  const posterior = nameIn(config, 'posterior');
  return {
    ...distribution(nameIn(config, 'prior')),
    ...(constants.length === 0 ? {} : { constants: Object.fromEntries(constants) }),
    ...(posterior === undefined ? {} : { posterior }),
    ...(config['global'] === true ? { global: true as const } : {}),
  };
}

/** Helmholtz's layers wrap their texts: `{ name: 'z' }`. */
function nameIn(config: Config, key: string): string | undefined {
  const value = config[key];
  return isRecord(value) && typeof value['name'] === 'string' ? value['name'] : undefined;
}

function distribution(name: string | undefined): Partial<Meaning> {
  return name === undefined ? {} : { distribution: name };
}
