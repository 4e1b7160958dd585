/** A likelihood to choose instead. */
export interface OtherLikelihood {
  readonly likelihood: string;
  /** What it is for, such as `amounts with zeros`. */
  readonly reason: string;
  /** Likelihood and options of a column of a table, if they differ. */
  readonly column?: Readonly<Record<string, unknown>> | undefined;
}

/** `beta` has a density at shares of a table that are squeezed: see `data.columns`. */
export function otherForShare(value: number): OtherLikelihood {
  const beta = { likelihood: 'beta', standardize: 'squeeze' };
  if (value === 0 || value === 1) {
    return { likelihood: 'continuousBernoulli', reason: 'shares of exactly 0 or 1', column: beta };
  }
  if (value < 0) return { likelihood: 'normal', reason: 'negative numbers' };
  return { likelihood: 'normal', reason: 'numbers of another range', column: { ...beta, bounds: [0, 100] } };
}
