import { HelmholtzError } from '@helmholtz/base';
import { type LayerSpec, type Network, partName, type Spec, tokens } from '@helmholtz/core';
import { ContainerModule } from 'inversify';

import { networkFromSpec } from './networks/network-from-spec.js';

/** Binds `tokens.networks` to the networks that a spec declares. */
export const networksModule = new ContainerModule(({ bind }) => {
  bind(tokens.networks).toResolvedValue(
    (spec) => (name, layers) => networkOf(spec, name, layers),
    [tokens.spec],
  );
});

function networkOf({ networks, recipe }: Spec, name: string, layers?: readonly LayerSpec[]): Network {
  const declared = networks[name] ?? layers;
  if (declared) return networkFromSpec(declared, name);
  throw new HelmholtzError(
    'usage',
    `the spec at networks.${name}: nothing was given, a list of layers was expected.`,
    { hint: `The recipe "${partName(recipe)}" needs this network; [] is a network without layers.` },
  );
}
