import { type Files, HelmholtzError } from '@helmholtz/base';

/** How a sample is written: whole numbers, floats, or unsigned bytes, which only 8 bits have. */
export type SampleCoding = 'integer' | 'float';

/** What the header of a WAV file says of its samples. */
export interface WavHeader {
  readonly coding: SampleCoding;
  /** Bits of a sample: 8, 16, 24 or 32 of whole numbers, 32 or 64 of floats. */
  readonly bits: number;
  readonly channels: number;
  /** Frames a second, in hertz. */
  readonly sampleRate: number;
  /** Samples of each channel. */
  readonly frames: number;
  /** Position of the first sample in the file. */
  readonly start: number;
}

const RIFF_BYTES = 12;
const CHUNK_BYTES = 8;
/** A file has few chunks before its samples; more are damage. */
const MOST_CHUNKS = 1000;
const MOST_CHANNELS = 64;

/** The size in the header of a file that was written while it was recorded. */
const UNKNOWN_SIZES = [0, 0xffffffff];

const EXTENSIBLE = 0xfffe;
const codings: Readonly<Record<number, SampleCoding>> = { 1: 'integer', 3: 'float' };
const bitsOf: Readonly<Record<SampleCoding, readonly number[]>> = {
  integer: [8, 16, 24, 32],
  float: [32, 64],
};
const otherCodings: Readonly<Record<number, string>> = {
  2: 'ADPCM',
  6: 'A-law',
  7: 'mu-law',
  0x11: 'ADPCM',
  0x55: 'MP3',
};

const CONVERT = 'Convert it: ffmpeg -i old.wav -c:a pcm_s16le new.wav';

/**
 * Reads the header of a WAV file. Samples are not read.
 *
 * @param name of the file, for messages.
 * @throws HelmholtzError (`data`) for another format, a file that is cut short, or samples of an
 * unsupported coding.
 */
export async function readWavHeader(files: Files, path: string, name: string): Promise<WavHeader> {
  const { size = 0 } = (await files.stat(path)) ?? {};
  const riff = await files.readRange(path, 0, RIFF_BYTES);
  checkKind(riff, name);
  let format: Omit<WavHeader, 'frames' | 'start'> | undefined;
  let at = RIFF_BYTES;
  for (let chunk = 0; chunk < MOST_CHUNKS && at + CHUNK_BYTES <= size; chunk++) {
    const head = await files.readRange(path, at, CHUNK_BYTES);
    const type = text(head, 0, 4);
    const length = viewOf(head).getUint32(4, true);
    const start = at + CHUNK_BYTES;
    if (type === 'fmt ') format = formatOf(await files.readRange(path, start, Math.min(length, 40)), name);
    if (type === 'data') {
      if (!format) throw damaged(name, 'its samples come before their format');
      return { ...format, frames: framesOf(format, { name, length, held: size - start }), start };
    }
    // Chunks begin at even positions.
    at = start + length + (length % 2);
  }
  throw cutShort(name, format ? 'it ends before its samples' : 'it ends inside its header');
}

function checkKind(riff: Uint8Array, name: string): void {
  if (riff.length === 0) {
    throw new HelmholtzError('data', `${name} is empty: it has 0 bytes.`, {
      hint: 'Copy the file again, or delete it.',
    });
  }
  const [kind, form] = [text(riff, 0, 4), text(riff, 8, 12)];
  if (kind === 'RIFF' && form === 'WAVE') return;
  if ('RIFF'.startsWith(kind) && riff.length < RIFF_BYTES) throw cutShort(name, 'it ends inside its header');
  const other = otherKind(riff);
  throw new HelmholtzError('data', `${name} is not a WAV file${other ? `: it is ${other}` : ''}.`, {
    hint: other ? 'Convert it: ffmpeg -i old new.wav' : 'Check what it is, or remove it from the folder.',
  });
}

function otherKind(bytes: Uint8Array): string | undefined {
  const start = text(bytes, 0, 4);
  if (start === 'RIFX') return 'a WAV file in big-endian order';
  if (start === 'RF64' || start === 'BW64') return 'a WAV file of more than 4 GiB (RF64)';
  if (start === 'FORM') return 'AIFF';
  if (start === 'fLaC') return 'FLAC';
  if (start === 'OggS') return 'Ogg';
  const isMp3 = start.startsWith('ID3') || (bytes[0] === 0xff && ((bytes[1] ?? 0) & 0xe0) === 0xe0);
  return isMp3 ? 'MP3' : undefined;
}

function formatOf(bytes: Uint8Array, name: string): Omit<WavHeader, 'frames' | 'start'> {
  if (bytes.length < 16) throw cutShort(name, 'it ends inside its header');
  const view = viewOf(bytes);
  const declared = view.getUint16(0, true);
  // An extensible format names the coding in the first bytes of a longer identifier.
  const tag = declared === EXTENSIBLE && bytes.length >= 26 ? view.getUint16(24, true) : declared;
  const coding = codings[tag];
  const channels = view.getUint16(2, true);
  const sampleRate = view.getUint32(4, true);
  const frameBytes = view.getUint16(12, true);
  const bits = view.getUint16(14, true);
  if (!coding) {
    const known = otherCodings[tag];
    throw new HelmholtzError(
      'data',
      `${name} has samples in ${known ?? `the coding ${tag}`}; whole numbers (PCM) and floats are read.`,
      { hint: CONVERT },
    );
  }
  if (!bitsOf[coding].includes(bits)) {
    const known = bitsOf[coding].join(', ');
    throw new HelmholtzError(
      'data',
      `${name} has samples of ${bits} bits; ${coding === 'float' ? 'floats' : 'whole numbers'} of ${known} bits are read.`,
      { hint: CONVERT },
    );
  }
  if (channels === 0 || channels > MOST_CHANNELS) {
    throw damaged(name, `its header declares ${channels} channels, and 1 to ${MOST_CHANNELS} are read`);
  }
  if (sampleRate === 0) throw damaged(name, 'its header declares a sample rate of 0');
  if (frameBytes !== (channels * bits) / 8) {
    throw damaged(
      name,
      `its header declares ${frameBytes} bytes for ${channels} ${channels === 1 ? 'channel' : 'channels'} of ${bits} bits`,
    );
  }
  return { coding, bits, channels, sampleRate };
}

function framesOf(
  { bits, channels }: Pick<WavHeader, 'bits' | 'channels'>,
  { name, length, held }: { readonly name: string; readonly length: number; readonly held: number },
): number {
  const frameBytes = (channels * bits) / 8;
  const isUnknown = UNKNOWN_SIZES.includes(length);
  const frames = Math.floor((isUnknown ? held : length) / frameBytes);
  const there = Math.floor(held / frameBytes);
  if (there < frames) {
    throw cutShort(name, `its header promises ${frames} samples of each channel, it holds ${there}`);
  }
  if (frames > 0) return frames;
  throw new HelmholtzError('data', `${name} has no samples.`, {
    hint: 'Record or copy it again, or delete it.',
  });
}

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const text = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, end));

function cutShort(name: string, how: string): HelmholtzError {
  return new HelmholtzError('data', `${name} is cut short: ${how}.`, {
    hint: 'The recording or the copy was not finished: get the file again.',
  });
}

function damaged(name: string, how: string): HelmholtzError {
  return new HelmholtzError('data', `${name} is damaged: ${how}.`, { hint: `Copy it again. ${CONVERT}` });
}
