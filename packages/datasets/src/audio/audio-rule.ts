import { type Files, HelmholtzError } from '@helmholtz/base';

import type { FileKind, FoundFile } from '../files/find-files.js';
import { readWavHeader, type WavHeader } from './wav-header.js';

/** Recordings that are read. */
export const audioFiles: FileKind = {
  plural: 'recordings',
  formats: 'WAV file',
  extensions: ['.wav', '.wave'],
};

/** What recordings become: a run applies the same to new ones. */
export interface AudioRule {
  /** Frames a second. */
  readonly sampleRate: number;
  /** Whether recordings of other rates are resampled, because the spec declares the rate. */
  readonly resampled: boolean;
  readonly channels: number;
  /** Whether channels are averaged to one, because the spec declares one channel. */
  readonly mixed: boolean;
}

/** A recording in a folder, with its header. */
export interface FoundRecording extends FoundFile {
  readonly header: WavHeader;
}

/** Reads the headers of recordings. */
export async function headersOf(files: Files, found: readonly FoundFile[]): Promise<FoundRecording[]> {
  const recordings: FoundRecording[] = [];
  for (const file of found) {
    recordings.push({ ...file, header: await readWavHeader(files, file.path, file.name) });
  }
  return recordings;
}

/**
 * Returns the rate and channels that recordings have, or that the spec declares.
 *
 * @throws HelmholtzError (`data`) for recordings of several rates or numbers of channels, if the
 * spec does not declare one.
 */
export function audioRuleOf(
  recordings: readonly FoundRecording[],
  declared: { readonly sampleRate?: number | undefined; readonly channels?: number | undefined },
): AudioRule {
  const [first] = recordings;
  const mixed = declared.channels === 1;
  const rule: AudioRule = {
    sampleRate: declared.sampleRate ?? first?.header.sampleRate ?? 1,
    resampled: declared.sampleRate !== undefined,
    channels: declared.channels ?? first?.header.channels ?? 1,
    mixed,
  };
  for (const recording of recordings) checkAgainst(rule, recording, first?.name);
  return rule;
}

/**
 * Checks a recording against the rule of the training data.
 *
 * @param first name of the recording that has the expected rate; that of training by default.
 * @throws HelmholtzError (`data`) for another rate or number of channels.
 */
export function checkAgainst(
  { sampleRate, resampled, channels, mixed }: AudioRule,
  { name, header }: Pick<FoundRecording, 'name' | 'header'>,
  first?: string,
): void {
  const others = first === undefined ? 'the training recordings have' : `${first} has`;
  if (!resampled && header.sampleRate !== sampleRate) {
    throw new HelmholtzError(
      'data',
      `${name} has ${header.sampleRate} samples a second, ${others} ${sampleRate}.`,
      {
        hint:
          first === undefined
            ? `Resample it: ffmpeg -i ${name} -ar ${sampleRate} new.wav. Or train with data.sampleRate: ${sampleRate}, and every rate is resampled.`
            : `Declare the rate that all are resampled to: --set data.sampleRate=${Math.min(sampleRate, header.sampleRate)}`,
      },
    );
  }
  if (!mixed && header.channels !== channels) {
    throw new HelmholtzError('data', `${name} has ${header.channels} channels, ${others} ${channels}.`, {
      hint:
        first === undefined
          ? 'Give it the same channels, or train with data.channels: 1, which averages them.'
          : 'Average the channels of all recordings: --set data.channels=1',
    });
  }
}
