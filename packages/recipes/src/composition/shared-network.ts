import { HelmholtzError } from '@helmholtz/base';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

/** Purpose and inputs of a network. */
interface NetworkUse {
  readonly given: readonly string[];
  readonly what: string;
  /** Whether its output is parameters of a likelihood, which nothing else can use. */
  readonly ends: boolean;
}

/** Network that was applied, with its values. */
export interface AppliedNetwork extends NetworkUse {
  readonly values: readonly SymbolicTensor[];
  readonly output: SymbolicTensor;
}

/**
 * Checks that two uses can share a network.
 *
 * @throws HelmholtzError (`usage`) for different inputs, or for the network of a likelihood.
 */
export function checkShared(network: string, before: NetworkUse, use: NetworkUse): void {
  if (before.given.join() !== use.given.join()) throw givenDifferently(network, before, use);
  if (before.ends || use.ends) throw endsTwice(network, before.what, use.what);
}

function givenDifferently(network: string, one: NetworkUse, other: NetworkUse): HelmholtzError {
  const [first, second] = [one, other].map(({ given, what }) => `${given.join(', ')} for ${what}`);
  return new HelmholtzError(
    'usage',
    `The network "${network}" has different inputs: ${first}, and ${second}.`,
    { hint: `Use another network name for ${other.what}. A shared network must have the same inputs.` },
  );
}

function endsTwice(network: string, one: string, other: string): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The network "${network}" is shared by ${one} and ${other}. The network of a likelihood cannot be shared.`,
    {
      hint: `Use two names, such as ${network}_1 and ${network}_2. Declare shared layers as features.`,
    },
  );
}
