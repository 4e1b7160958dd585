import type { Recording } from './read-wav.js';

/** Zero crossings of the filter on each side. */
const CROSSINGS = 32;
/** Share of the lower Nyquist frequency that passes. */
const ROLLOFF = 0.95;
/** Shape of the Kaiser window: about 90 dB of attenuation. */
const BETA = 9;

/**
 * Changes the sample rate of a recording by band-limited interpolation: a windowed sinc filter, so
 * that frequencies above half of the lower rate don't fold back (Smith 1984, "Digital audio
 * resampling").
 *
 *     y(t) = sum over n of x(n) h(t - n),   h(t) = c sinc(c t) kaiser(c t / crossings),
 *     c = rolloff min(1, new rate / old rate)
 *
 * Before and behind the recording, samples are 0. A constant stays constant.
 */
export function resample({ sampleRate, channels, samples }: Recording, to: number): Recording {
  if (to === sampleRate) return { sampleRate, channels, samples };
  const frames = samples.length / channels;
  const count = resampledFrames(frames, sampleRate, to);
  const cutoff = ROLLOFF * Math.min(1, to / sampleRate);
  const reach = CROSSINGS / cutoff;
  const divisor = gcd(to, sampleRate);
  const [steps, phases] = [sampleRate / divisor, to / divisor];
  const filters = filtersOf({ phases, reach, cutoff });
  const out = new Float32Array(count * channels);
  for (let frame = 0; frame < count; frame++) {
    // frame * steps / phases, exactly.
    const position = frame * steps;
    const whole = Math.floor(position / phases);
    const { first, weights } = filters(position - whole * phases);
    for (let channel = 0; channel < channels; channel++) {
      let sum = 0;
      for (let tap = 0; tap < weights.length; tap++) {
        const at = whole + first + tap;
        if (at >= 0 && at < frames) sum += weights[tap]! * samples[at * channels + channel]!;
      }
      out[frame * channels + channel] = sum;
    }
  }
  return { sampleRate: to, channels, samples: out };
}

/** Returns the number of frames at another rate. */
export function resampledFrames(frames: number, sampleRate: number, to: number): number {
  return Math.max(Math.round((frames * to) / sampleRate), 1);
}

interface Filter {
  /** Offset of the first sample from the whole position. */
  readonly first: number;
  readonly weights: Float64Array;
}

/** Returns the filter of each phase; each is computed once. */
function filtersOf({
  phases,
  reach,
  cutoff,
}: {
  readonly phases: number;
  readonly reach: number;
  readonly cutoff: number;
}): (phase: number) => Filter {
  const known = new Map<number, Filter>();
  return (phase) => {
    const own = known.get(phase) ?? filterOf(phase / phases, reach, cutoff);
    known.set(phase, own);
    return own;
  };
}

function filterOf(fraction: number, reach: number, cutoff: number): Filter {
  const first = Math.ceil(fraction - reach);
  const last = Math.floor(fraction + reach);
  const weights = Float64Array.from({ length: last - first + 1 }, (_, tap) => {
    const time = first + tap - fraction;
    return cutoff * sinc(cutoff * time) * kaiser(time / reach);
  });
  // Each phase passes a constant unchanged.
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return { first, weights: weights.map((weight) => weight / sum) };
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

const kaiser = (x: number): number => bessel(BETA * Math.sqrt(Math.max(1 - x * x, 0))) / bessel(BETA);

/** Modified Bessel function of the first kind, order 0, by its series. */
function bessel(x: number): number {
  let [term, sum] = [1, 1];
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
