import { type Files, HelmholtzError, joinPath, nameOf } from '@helmholtz/base';

import { arrayDataset } from '../array-dataset.js';
import { audioFiles, type FoundRecording } from '../audio/audio-rule.js';
import { readWav } from '../audio/read-wav.js';
import { readWavHeader } from '../audio/wav-header.js';
import type { Dataset } from '../dataset.js';
import { classesOf } from '../files/classes-of.js';
import { findFiles, type FoundFile } from '../files/find-files.js';
import type { DataLook, RecordingsLook } from './look.js';
import { lookAtDataset } from './look-at-dataset.js';

/** Recordings that are drawn, evenly spaced. */
const MOST_SHOWN = 36;
/** Samples of each, from its middle. */
const MOST_SAMPLES = 600;

interface LookAtAudioOptions {
  readonly files: Files;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Looks at a recording, a folder of recordings, or its subfolder `train`: lengths, rates, channels,
 * classes, files that can't be read, and up to 600 samples from the middle of up to 36 evenly
 * spaced recordings. Returns undefined for a folder without recordings.
 */
export async function lookAtAudio(
  path: string,
  { files, signal }: LookAtAudioOptions,
): Promise<DataLook | undefined> {
  const train = joinPath(path, 'train');
  const root = (await files.stat(train))?.kind === 'folder' ? train : path;
  const isFile = (await files.stat(path))?.kind === 'file';
  const found = isFile
    ? [{ path, name: nameOf(path), className: undefined }]
    : (await findFiles(files, root, audioFiles)).found;
  if (found.length === 0) return undefined;
  const { recordings, unreadable } = await headersIn(found, { files, signal });
  const shown = await shownOf(recordings, { files, signal });
  const classNames = classesOf(found, audioFiles.plural);
  const labels = classNames?.map((name) => ({
    name,
    count: found.filter(({ className }) => className === name).length,
  }));
  return {
    ...lookAtDataset(shown),
    name: nameOf(root) || root,
    examples: found.length,
    looked: shown.size,
    ...(labels ? { labels } : {}),
    recordings: { ...factsOf(recordings), unreadable },
    contactSheet: shown,
  };
}

async function headersIn(
  found: readonly FoundFile[],
  { files, signal }: LookAtAudioOptions,
): Promise<{ readonly recordings: FoundRecording[]; readonly unreadable: string[] }> {
  const recordings: FoundRecording[] = [];
  const unreadable: string[] = [];
  let first: HelmholtzError | undefined;
  for (const file of found) {
    signal?.throwIfAborted();
    try {
      recordings.push({ ...file, header: await readWavHeader(files, file.path, file.name) });
    } catch (error) {
      if (!(error instanceof HelmholtzError)) throw error;
      first ??= error;
      unreadable.push(error.message.replace(/\.$/, ''));
    }
  }
  if (recordings.length === 0 && first) throw first;
  return { recordings, unreadable };
}

/** Samples from the middle of recordings, of their first channel, as examples of one length. */
async function shownOf(
  recordings: readonly FoundRecording[],
  { files, signal }: LookAtAudioOptions,
): Promise<Dataset> {
  const stride = Math.ceil(recordings.length / MOST_SHOWN);
  const chosen = recordings.filter((_, index) => index % stride === 0);
  const shortest = chosen.reduce((least, { header }) => Math.min(least, header.frames), MOST_SAMPLES);
  const data: Float32Array[] = [];
  for (const { path, name, header } of chosen) {
    signal?.throwIfAborted();
    const skipped = Math.floor((header.frames - shortest) / 2);
    const frameBytes = (header.channels * header.bits) / 8;
    const middle = { ...header, start: header.start + skipped * frameBytes, frames: shortest };
    const { samples, channels } = await readWav(files, path, { name, header: middle });
    data.push(samples.filter((_, index) => index % channels === 0));
  }
  return arrayDataset({ name: 'recordings', shape: [shortest, 1], data });
}

function factsOf(recordings: readonly FoundRecording[]): Omit<RecordingsLook, 'unreadable'> {
  const seconds = recordings.map(({ header }) => header.frames / header.sampleRate);
  const unique = (numbers: readonly number[]): number[] => [...new Set(numbers)].sort((a, b) => a - b);
  return {
    seconds: seconds.reduce<readonly [number, number]>(
      ([least, most], own) => [Math.min(least, own), Math.max(most, own)],
      [Infinity, 0],
    ),
    total: seconds.reduce((sum, own) => sum + own, 0),
    sampleRates: unique(recordings.map(({ header }) => header.sampleRate)),
    channels: unique(recordings.map(({ header }) => header.channels)),
  };
}
