/** A test of TensorFlow.js's that is known to fail here. */
interface Exclusion {
  /** The test's full name. */
  readonly name: string;
  readonly reason: string;
}

/** At most 25. */
export const EXCLUSIONS: readonly Exclusion[] = [];
