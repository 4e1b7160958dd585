import { type Files, HelmholtzError } from '@helmholtz/base';

import type { ReadProgress } from '../csv/read-table.js';
import type { Dataset } from '../dataset.js';
import { cachedArray } from '../files/cached-array.js';
import { npyDataset } from '../npy/npy-dataset.js';
import type { Stretch } from '../series/window.js';
import type { AudioRule, FoundRecording } from './audio-rule.js';
import { type Recording, readWav } from './read-wav.js';
import { resample, resampledFrames } from './resample.js';

/** More than this is not held in memory. */
const MOST_BYTES = 2 ** 31;
const FLOAT_BYTES = 4;

export interface ReadRecordingsOptions {
  readonly rule: AudioRule;
  readonly files: Files;
  /** Decodes the samples into the cache folder, and reads them from there. */
  readonly stream?: boolean | undefined;
  readonly cacheDir?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called for each recording. */
  readonly onRead?: ((progress: ReadProgress) => void) | undefined;
}

/** Samples of all recordings, one after another, and where each recording is. */
export interface Recordings {
  /** A frame an example, of shape [channels]. */
  readonly steps: Dataset;
  readonly stretches: readonly Stretch[];
}

/**
 * Decodes recordings one after another, resamples and mixes them by the rule.
 *
 * @throws HelmholtzError (`data`) for a damaged file, or too many samples for memory.
 */
export async function readRecordings(
  recordings: readonly FoundRecording[],
  options: ReadRecordingsOptions,
): Promise<Recordings> {
  const { rule, files, stream, cacheDir } = options;
  let total = 0;
  const stretches = recordings.map(({ header }): Stretch => {
    const steps = resampledFrames(header.frames, header.sampleRate, rule.sampleRate);
    const start = total;
    total += steps;
    return { start, steps };
  });
  const shape = [total, rule.channels];
  const name = 'recordings';
  if (stream) {
    const array = await cachedArray({
      kind: 'audio',
      options: { version: 1, rule },
      paths: recordings.map(({ path }) => path),
      shape,
      type: 'float32',
      values: () => decoded(recordings, options),
      files,
      cacheDir,
    });
    return { steps: npyDataset({ name, array }), stretches };
  }
  const bytes = total * rule.channels * FLOAT_BYTES;
  if (bytes > MOST_BYTES) {
    throw new HelmholtzError(
      'data',
      `${recordings.length} recordings take ${bytes} bytes, at most ${MOST_BYTES} are kept in memory.`,
      { hint: 'Add --stream, or stream: true to the data of a spec; or declare a lower data.sampleRate.' },
    );
  }
  const data = new Float32Array(total * rule.channels);
  let at = 0;
  for await (const samples of decoded(recordings, options)) {
    data.set(samples, at);
    at += samples.length;
  }
  return { steps: npyDataset({ name, array: { path: name, type: 'float32', shape, data } }), stretches };
}

async function* decoded(
  recordings: readonly FoundRecording[],
  { rule, files, signal, onRead }: ReadRecordingsOptions,
): AsyncGenerator<Float32Array> {
  let done = 0;
  for (const { path, name, header } of recordings) {
    signal?.throwIfAborted();
    const recording = await readWav(files, path, { name, header });
    onRead?.({ task: 'decoding recordings', done: ++done, total: recordings.length });
    yield resample(rule.mixed ? mixed(recording) : recording, rule.sampleRate).samples;
  }
}

/** Averages the channels of a recording. */
function mixed({ sampleRate, channels, samples }: Recording): Recording {
  if (channels === 1) return { sampleRate, channels, samples };
  const frames = samples.length / channels;
  const averages = new Float32Array(frames);
  for (let frame = 0; frame < frames; frame++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += samples[frame * channels + channel]!;
    averages[frame] = sum / channels;
  }
  return { sampleRate, channels: 1, samples: averages };
}
