import { itemAt } from '@helmholtz/base';

/** What the dimensions of a code tell about a factor, in nats. */
export interface FactorInformation {
  /** Entropy of the factor. */
  readonly entropy: number;
  /** Mutual information of each dimension of the code and the factor. */
  readonly informationPerDimension: readonly number[];
  /**
   * Difference of the two largest entries as a share of the entropy: the mutual information gap
   * (MIG; Chen et al. 2018, equation 6, for one factor). Undefined for a code of one dimension, or a
   * factor with one class.
   */
  readonly mutualInformationGap: number | undefined;
}

/**
 * Returns I(z_d; v) = E[log q(z_d given v) - log q(z_d)] for each dimension. Examples of an unknown
 * class are left out.
 *
 * @param classes class of each example; -1 for an unknown one.
 * @param logMarginals log q(z_d) at the draw of each example.
 * @param logConditionals log q(z_d given the class of the example) there.
 */
export function factorInformation(
  classes: readonly number[],
  logMarginals: readonly (readonly number[])[],
  logConditionals: readonly (readonly number[])[],
): FactorInformation {
  const labelled = classes.flatMap((value, index) => (value < 0 ? [] : [index]));
  const counts = new Map<number, number>();
  for (const index of labelled)
    counts.set(itemAt(classes, index), (counts.get(itemAt(classes, index)) ?? 0) + 1);
  const shares = [...counts.values()].map((count) => count / labelled.length);
  const entropy = shares.reduce((all, share) => all - share * Math.log(share), 0);
  const informationPerDimension = (logMarginals[0] ?? []).map((_, dimension) => {
    const gains = labelled.map(
      (index) =>
        itemAt(itemAt(logConditionals, index), dimension) - itemAt(itemAt(logMarginals, index), dimension),
    );
    return gains.reduce((all, gain) => all + gain, 0) / labelled.length;
  });
  const [first, second] = [...informationPerDimension].sort((a, b) => b - a);
  const gap =
    first === undefined || second === undefined || entropy === 0 ? undefined : (first - second) / entropy;
  return { entropy, informationPerDimension, mutualInformationGap: gap };
}

/**
 * Returns log-weights of the posteriors in q(z given v), [end - start, examples]: log(1 / count) for
 * the examples of the same class as each in [start, end).
 */
export function sameClass(classes: readonly number[], start: number, end: number): number[][] {
  return classes.slice(start, end).map((own) => {
    const count = classes.filter((value) => value === own).length;
    return classes.map((value) => (value === own ? -Math.log(count) : -Infinity));
  });
}
