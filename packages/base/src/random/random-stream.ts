/**
 * Random number stream, named by a seed and keys: `new RandomStream(1, 'noise', epoch, step)`.
 *
 * The noise of any step can be drawn again without the steps before it, so that resuming a run
 * needs no generator state. Zero is a valid seed. The generator is sfc32 of PractRand (C.
 * Doty-Humphrey, public domain), with 128 bits of state.
 *
 * @example
 * ```ts
 * import { RandomStream } from '@helmholtz/distributions';
 *
 * const first = new RandomStream(1, 'noise', 3).next();
 * console.log(first === new RandomStream(1, 'noise', 3).next()); // true
 * ```
 */
export class RandomStream {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(seed: number, ...keys: readonly (string | number)[]) {
    [this.a, this.b, this.c] = hashToWords(JSON.stringify([seed, ...keys]));
    for (let i = 0; i < 12; i++) this.nextUint32();
  }

  /** Returns a uniform integer in [0, 2^32). */
  nextUint32(): number {
    const sum = (((this.a + this.b) | 0) + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** Returns a uniform number in [0, 1), a multiple of 2^-32. */
  next(): number {
    return this.nextUint32() / 0x1_0000_0000;
  }

  /** Returns a uniform integer in [0, bound), for bounds up to 2^32. */
  nextInteger(bound: number): number {
    return Math.floor(this.next() * bound);
  }
}

/**
 * Three well-mixed 32-bit words of a text: three FNV-1a lanes, each finished with MurmurHash3's
 * finalizer.
 */
function hashToWords(text: string): [number, number, number] {
  const lane = (offset: number): number => {
    let hash = offset;
    for (let i = 0; i < text.length; i++) {
      hash = Math.imul(hash ^ text.charCodeAt(i), 0x0100_0193);
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
    return (hash ^ (hash >>> 16)) | 0;
  };
  return [lane(0x811c_9dc5), lane(0x9e37_79b9), lane(0x6a09_e667)];
}
