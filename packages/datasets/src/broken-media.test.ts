/** Images and recordings that can't be used: each gives one line that names the file, and a hint. */
import { readFileSync } from 'node:fs';

import test from 'ava';

import { type BrokenFile, loadBroken, loadBrokenExamples, type Setting } from './testing/broken-files.js';
import { wavFile } from './testing/wav-file.js';

const image = (name: string): Buffer => readFileSync(new URL(`../fixtures/images/${name}`, import.meta.url));
const png = image('colour.png');
const jpeg = image('grey.jpg');
const webp = image('colour.webp');
const changed = (bytes: Buffer, from: number, to: number, value = 0): Buffer =>
  Buffer.from(bytes).fill(value, from, to);

const pictures: Setting = {
  source: 'images',
  whole: { 'train/a.png': png, 'train/b.png': png, 'test/a.png': png },
};
const file = 'train/b.png';
const images: readonly BrokenFile[] = [
  { what: 'no bytes', file, bytes: '', says: /0 bytes/ },
  { what: 'text', file, bytes: 'not an image', says: /not a PNG, JPEG or WebP image/ },
  { what: 'a web page', file, bytes: '<html>404</html>', says: /not a PNG, JPEG or WebP image/ },
  { what: 'a GIF', file, bytes: 'GIF89a......', says: /GIF/ },
  {
    what: 'half of a WebP',
    file: 'train/b.webp',
    bytes: webp.subarray(0, webp.length / 2),
    says: /is not a readable image: it is truncated\.$/,
  },
  {
    what: 'a WebP of damaged pixels',
    file: 'train/b.webp',
    bytes: changed(webp, 25, 60, 255),
    says: /is not a readable image: its data are damaged or cut short\.$/,
  },
  { what: 'an animated WebP', file, bytes: image('animated.webp'), says: /it is an animation/ },
  {
    what: 'the first bytes of a PNG',
    file,
    bytes: png.subarray(0, 8),
    says: /is not a readable image: it is truncated\.$/,
  },
  { what: 'half of a PNG', file, bytes: png.subarray(0, png.length / 2), says: /truncated/ },
  { what: 'a PNG without its end', file, bytes: png.subarray(0, -12), says: /truncated/ },
  { what: 'a PNG of no width', file, bytes: changed(png, 16, 20), says: /it has 0 by 4 pixels/ },
  {
    what: 'a PNG of an immense size',
    file,
    bytes: changed(png, 16, 24, 127),
    says: /up to 50 million are read/,
  },
  {
    what: 'a PNG of damaged pixels',
    file,
    bytes: changed(png, 45, 60),
    says: /not a readable image: it holds/,
  },
  {
    what: 'a PNG of an unknown colour type',
    file,
    bytes: changed(png, 25, 26, 9),
    says: /the colour type 9/,
  },
  { what: 'a PNG of an unknown depth', file, bytes: changed(png, 24, 25, 5), says: /of 5 bits/ },
  {
    what: 'the first bytes of a JPEG',
    file: 'train/b.jpg',
    bytes: jpeg.subarray(0, 4),
    says: /is not a readable image: its data are damaged or cut short\.$/,
  },
  {
    what: 'half of a JPEG header',
    file: 'train/b.jpg',
    options: { size: [4, 6] },
    bytes: jpeg.subarray(0, 100),
    says: /is not a readable image: its data are damaged or cut short\.$/,
  },
  {
    what: 'half of a JPEG',
    file: 'train/b.jpg',
    options: { size: [4, 6] },
    bytes: jpeg.subarray(0, jpeg.length / 2),
    says: /is not a readable image: its data are damaged or cut short\.$/,
  },
  {
    what: 'zeros in the tables of a JPEG',
    file: 'train/b.jpg',
    bytes: changed(jpeg, 20, 200),
    says: /is not a readable image: its data are damaged or cut short\.$/,
  },
  {
    what: 'other bytes in the tables of a JPEG',
    file: 'train/b.jpg',
    bytes: changed(jpeg, 30, 150, 255),
    says: /is not a readable image: its data are damaged or cut short\.$/,
  },
];
for (const broken of images) test(`reports a broken image: ${broken.what}`, loadBroken(broken, pictures));

const newImages: readonly BrokenFile[] = [
  { what: 'text', file: 'new.png', bytes: 'not an image', says: /not a PNG, JPEG or WebP image/ },
  {
    what: 'half of a PNG',
    file: 'new.png',
    bytes: png.subarray(0, png.length / 2),
    says: /truncated/,
  },
  {
    what: 'half of a JPEG',
    file: 'new.jpg',
    bytes: jpeg.subarray(0, jpeg.length / 2),
    says: /is not a readable image: its data are damaged or cut short\.$/,
  },
];
for (const broken of newImages)
  test(`reports a new image that is broken: ${broken.what}`, loadBrokenExamples(broken, pictures));

const wav = wavFile([1, 2, 3, 4]);
const sounds: Setting = {
  source: 'audio',
  whole: { 'train/a.wav': wav, 'train/b.wav': wav, 'test/a.wav': wav },
};
const sound = 'train/b.wav';
const recordings: readonly BrokenFile[] = [
  { what: 'no bytes', file: sound, bytes: '', says: /0 bytes/ },
  { what: 'text', file: sound, bytes: 'time,value\n1,2\n', says: /not a WAV file/ },
  { what: 'an MP3', file: sound, bytes: 'ID3\u0004\0\0\0\0\0\0\0\0', says: /MP3/, hint: /Convert/ },
  { what: 'no chunk of samples', file: sound, bytes: wav.subarray(0, 36), says: /cut short/, hint: /again/ },
  {
    what: 'half of its samples',
    file: sound,
    bytes: wav.subarray(0, 48),
    says: /promises 4 samples/,
    hint: /again/,
  },
  { what: 'half of its header', file: sound, bytes: wav.subarray(0, 18), says: /cut short/, hint: /again/ },
  { what: 'no samples', file: sound, bytes: wavFile([]), says: /no samples/ },
  {
    what: 'another rate',
    file: sound,
    bytes: wavFile([1, 2], { sampleRate: 16000 }),
    says: /16000/,
    hint: /sampleRate/,
  },
  {
    what: 'another number of channels',
    file: sound,
    bytes: wavFile([1, 2], { channels: 2 }),
    says: /2 channels/,
    hint: /channels/,
  },
  { what: 'a rate of 0', file: sound, bytes: changed(wav, 24, 28), says: /rate of 0/ },
  {
    what: 'samples that are not numbers',
    file: sound,
    bytes: wavFile([NaN, 1], { coding: 'float', bits: 32 }),
    says: /sample 0/,
  },
];
for (const broken of recordings)
  test(`reports a broken recording: ${broken.what}`, loadBroken(broken, sounds));
const newRecording = {
  what: '',
  file: 'new.wav',
  bytes: wavFile([1], { sampleRate: 16000 }),
  says: /16000/,
};
test('reports a new recording of another rate', loadBrokenExamples(newRecording, sounds));
