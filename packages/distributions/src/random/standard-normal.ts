import type { RandomStream } from '@helmholtz/base';

const LAYERS = 128;
/** Where the tail begins, and the area of each layer, for 128 layers (Marsaglia and Tsang 2000). */
const TAIL = 3.442619855899;
const AREA = 9.91256303526217e-3;
/** A draw's place in its layer has as many bits as a float32 holds, and a sign. */
const PLACES = 2 ** 24;

/** exp(-x^2 / 2), the normal density but for its constant. */
const density = (x: number): number => Math.exp(-0.5 * x * x);

/**
 * The widths of the layers, from the lowest, which has the tail beside it, to the top, which has
 * none.
 */
const widths = new Float64Array(LAYERS + 1);
widths[0] = AREA / density(TAIL);
widths[1] = TAIL;
for (let layer = 2; layer < LAYERS; layer++) {
  const below = widths[layer - 1]!;
  widths[layer] = Math.sqrt(-2 * Math.log(AREA / below + density(below)));
}

const steps = widths.map((width) => width / PLACES);
/** Number of places of each layer that are under the density at every height. */
const inside = widths.map((width, layer) => ((widths[layer + 1] ?? 0) / width) * PLACES);
const heights = widths.map(density);

/**
 * Fills an array with independent draws of N(0, 1), by the ziggurat method (Marsaglia and Tsang
 * 2000): the density is covered by layers of equal area, and nearly all draws take one random word,
 * a product and a comparison. The layer and the place in it come from different bits of the word,
 * without which draws would be dependent (Doornik 2005).
 */
export function fillStandardNormal(out: Float32Array, random: RandomStream): void {
  for (let index = 0; index < out.length; index++) {
    for (;;) {
      const word = random.nextUint32();
      const layer = word & (LAYERS - 1);
      const place = (word >> 7) + 0.5;
      const x = place * steps[layer]!;
      if (Math.abs(place) < inside[layer]! || isUnderDensity(x, layer, random)) {
        out[index] = x;
        break;
      }
      if (layer > 0) continue;
      out[index] = place < 0 ? -drawTail(random) : drawTail(random);
      break;
    }
  }
}

function isUnderDensity(x: number, layer: number, random: RandomStream): boolean {
  if (layer === 0) return false;
  const [low, high] = [heights[layer]!, heights[layer + 1]!];
  return low + random.next() * (high - low) < density(x);
}

/** A draw beyond the last layer's edge (Marsaglia 1964). */
function drawTail(random: RandomStream): number {
  for (;;) {
    const beyond = -Math.log(1 - random.next()) / TAIL;
    const height = -Math.log(1 - random.next());
    if (2 * height > beyond * beyond) return TAIL + beyond;
  }
}
