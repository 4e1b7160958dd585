import { type Files, HelmholtzError } from '@helmholtz/base';

import type { WavHeader } from './wav-header.js';

/** Samples of a recording, [frames, channels], from -1 to 1. */
export interface Recording {
  readonly sampleRate: number;
  readonly channels: number;
  readonly samples: Float32Array;
}

/** A longer recording is not decoded in one piece. */
const MOST_SAMPLES = 2 ** 29;

/**
 * Decodes the samples of a WAV file. Whole numbers of n bits are divided by 2^(n - 1), as
 * libsndfile does; floats stay as they are.
 *
 * @throws HelmholtzError (`data`) for a file that ends too early, and for samples that are not
 * finite.
 */
export async function readWav(
  files: Files,
  path: string,
  { name, header }: { readonly name: string; readonly header: WavHeader },
): Promise<Recording> {
  const { coding, bits, channels, sampleRate, frames, start } = header;
  const count = frames * channels;
  if (count > MOST_SAMPLES) {
    throw new HelmholtzError('data', `${name} has ${count} samples; up to ${MOST_SAMPLES} are read.`, {
      hint: 'Divide the recording into several files.',
    });
  }
  const width = bits / 8;
  const bytes = await files.readRange(path, start, count * width);
  if (bytes.length < count * width) {
    throw new HelmholtzError('data', `${name} became shorter while it was read.`, {
      hint: 'Wait until the recording or the copy is finished.',
    });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sampleAt = reader(view, coding, bits);
  const samples = new Float32Array(count);
  for (let index = 0; index < count; index++) samples[index] = sampleAt(index * width);
  const wrong = coding === 'float' ? samples.findIndex((value) => !Number.isFinite(value)) : -1;
  if (wrong >= 0) {
    throw new HelmholtzError(
      'data',
      `${name}: sample ${Math.floor(wrong / channels)} of channel ${wrong % channels} is ${samples[wrong]}.`,
      { hint: 'Record it again, or cut the damaged part out.' },
    );
  }
  return { sampleRate, channels, samples };
}

function reader(view: DataView, coding: WavHeader['coding'], bits: number): (at: number) => number {
  if (coding === 'float') {
    return bits === 32 ? (at) => view.getFloat32(at, true) : (at) => view.getFloat64(at, true);
  }
  // Samples of 8 bits are unsigned.
  if (bits === 8) return (at) => (view.getUint8(at) - 2 ** 7) / 2 ** 7;
  if (bits === 16) return (at) => view.getInt16(at, true) / 2 ** 15;
  if (bits === 32) return (at) => view.getInt32(at, true) / 2 ** 31;
  return (at) => (view.getUint16(at, true) + 2 ** 16 * view.getInt8(at + 2)) / 2 ** 23;
}
