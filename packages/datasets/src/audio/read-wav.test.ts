import { HelmholtzError, memoryFiles } from '@helmholtz/base';
import test from 'ava';

import { wavFile, type WavOptions } from '../testing/wav-file.js';
import { type Recording, readWav } from './read-wav.js';
import { readWavHeader } from './wav-header.js';

async function read(bytes: Uint8Array): Promise<Recording> {
  const files = memoryFiles({ '/a.wav': bytes });
  const header = await readWavHeader(files, '/a.wav', 'a.wav');
  return readWav(files, '/a.wav', { name: 'a.wav', header });
}

const codings: readonly (readonly [WavOptions, readonly number[], readonly number[]])[] = [
  [{ bits: 8 }, [0, 128, 192, 255], [-1, 0, 0.5, 127 / 128]],
  [{ bits: 16 }, [-32768, 0, 16384, 32767], [-1, 0, 0.5, 32767 / 32768]],
  [{ bits: 24 }, [-8388608, 0, 4194304, 8388607], [-1, 0, 0.5, 8388607 / 8388608]],
  [{ bits: 24 }, [-1, 1, -256, 65536], [-1, 1, -256, 65536].map((value) => value / 2 ** 23)],
  [{ bits: 32 }, [-2147483648, 0, 1073741824, 1], [-1, 0, 0.5, 2 ** -31]],
  [{ bits: 32, coding: 'float' }, [-1.5, 0, 0.25, 1], [-1.5, 0, 0.25, 1]],
  [{ bits: 64, coding: 'float' }, [-1.5, 0, 0.25, 0.1], [-1.5, 0, 0.25, Math.fround(0.1)]],
  [{ bits: 24, extensible: true, before: 7 }, [-8388608, 0], [-1, 0]],
];

for (const [options, stored, expected] of codings) {
  test(`reads samples as fractions of full scale: ${JSON.stringify(options)} ${stored.length}${stored[0]}`, async (t) => {
    const { samples, channels, sampleRate } = await read(wavFile(stored, options));
    t.deepEqual([...samples], expected.map(Math.fround));
    t.deepEqual([channels, sampleRate], [1, 8000]);
  });
}

test('keeps channels beside each other and reads any rate', async (t) => {
  const { samples, channels, sampleRate } = await read(
    wavFile([16384, -16384, 8192, 0], { channels: 2, sampleRate: 44100 }),
  );
  t.deepEqual([...samples], [0.5, -0.5, 0.25, 0]);
  t.deepEqual([channels, sampleRate], [2, 44100]);
});

test('reads to the end of a file that was written while it was recorded', async (t) => {
  for (const size of [0, 0xffffffff]) {
    const bytes = wavFile([16384, 8192]);
    bytes.writeUInt32LE(size, 40);
    t.deepEqual([...(await read(bytes)).samples], [0.5, 0.25]);
  }
});

/** A WAV file with other bytes at a position. */
function changed(at: number, value: number, options?: WavOptions): Buffer {
  const bytes = wavFile([1, 2, 3, 4], options);
  bytes.writeUInt16LE(value, at);
  return bytes;
}

const broken: Readonly<Record<string, readonly [Uint8Array, RegExp]>> = {
  'no bytes': [new Uint8Array(0), /^a\.wav is empty: it has 0 bytes\.$/],
  'a text file': [Buffer.from('time,value\n1,2\n'), /^a\.wav is not a WAV file\.$/],
  FLAC: [Buffer.from('fLaC\0\0\0\0\0\0\0\0\0'), /^a\.wav is not a WAV file: it is FLAC\.$/],
  MP3: [Buffer.from('ID3\u0004\0\0\0\0\0\0\0\0'), /it is MP3\.$/],
  'a header that ends': [wavFile([1]).subarray(0, 8), /^a\.wav is cut short: it ends inside its header\.$/],
  'no samples': [wavFile([]).subarray(0, 36), /^a\.wav is cut short: it ends before its samples\.$/],
  'a recording of nothing': [wavFile([]), /^a\.wav has no samples\.$/],
  'fewer samples': [
    wavFile([1, 2, 3, 4]).subarray(0, 50),
    /^a\.wav is cut short: its header promises 4 samples of each channel, it holds 3\.$/,
  ],
  'A-law': [changed(20, 6), /^a\.wav has samples in A-law;/],
  'another coding': [changed(20, 77), /^a\.wav has samples in the coding 77;/],
  '20 bits': [changed(34, 20), /^a\.wav has samples of 20 bits;/],
  '16-bit floats': [changed(20, 3), /floats of 32, 64 bits are read\.$/],
  'no channels': [changed(22, 0), /declares 0 channels/],
  'another block': [changed(32, 3), /declares 3 bytes for 1 channel of 16 bits\.$/],
  'a sample that is not a number': [
    wavFile([0.5, NaN, 1, 2], { coding: 'float', bits: 32, channels: 2 }),
    /^a\.wav: sample 0 of channel 1 is NaN\.$/,
  ],
};

for (const [what, [bytes, message]] of Object.entries(broken)) {
  test(`reports a broken recording in one line: ${what}`, async (t) => {
    const error = await t.throwsAsync(read(bytes), { instanceOf: HelmholtzError, message });
    t.is(error.kind, 'data');
    t.truthy(error.hint);
  });
}
