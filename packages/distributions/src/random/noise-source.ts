import type { RandomStream } from '@helmholtz/base';

/** Base distribution p(epsilon) without parameters, which fills noise inputs. */
export interface NoiseSource {
  readonly name: string;
  readonly description: string;
  /** Noise sources that it can replace. */
  readonly standsInFor?: readonly string[];
  /** Overwrites every element of `out` with an independent draw. */
  fill(out: Float32Array, random: RandomStream): void;
}
