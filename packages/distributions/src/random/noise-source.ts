import type { RandomStream } from './stream.js';

/** A base distribution p(epsilon), free of parameters, that noise inputs are filled from. */
export interface NoiseSource {
  readonly name: string;
  readonly description: string;
  /** The sources that it may stand in for: draws of the same distribution, or its centre. */
  readonly standsInFor?: readonly string[];
  /** Overwrites every element of `out` with an independent draw. */
  fill(out: Float32Array, random: RandomStream): void;
}
