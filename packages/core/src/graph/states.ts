/** Number of values of each event of a discrete latent, and the number of its events. */
interface Digits {
  readonly base: number;
  readonly events: number;
}

/**
 * Returns the number of states of a latent; undefined for a family whose states are not known.
 *
 * @param family name of the posterior's family.
 */
export function countStates(family: string, shape: readonly number[]): number | undefined {
  const digits = digitsOf(family, shape);
  return digits && digits.base ** digits.events;
}

/** Returns a state of a latent as its value: zeros and ones, or one-hot vectors side by side. */
export function stateValues(family: string, shape: readonly number[], state: number): number[] {
  const digits = digitsOf(family, shape);
  if (!digits) throw new Error(`The states of the distribution "${family}" are not known.`);
  const { base, events } = digits;
  const each = Array.from({ length: events }, (_, event) => Math.floor(state / base ** event) % base);
  if (family === BINARY) return each;
  return each.flatMap((on) => Array.from({ length: base }, (_, category) => (category === on ? 1 : 0)));
}

const BINARY = 'bernoulli';

function digitsOf(family: string, shape: readonly number[]): Digits | undefined {
  const size = shape.reduce((product, length) => product * length, 1);
  if (family === BINARY) return { base: 2, events: size };
  const categories = shape.at(-1);
  if (family !== 'categorical' || categories === undefined) return undefined;
  return { base: categories, events: size / categories };
}
