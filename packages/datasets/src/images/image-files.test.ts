/** Image files that Pillow wrote, against its pixels: tools/reference/images.py. */
import { readFileSync } from 'node:fs';

import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';

import { decodeImage } from './decode-image.js';
import { fitImage } from './fit-image.js';
import { imageHeader } from './image-header.js';

const folder = new URL('../../fixtures/images/', import.meta.url);
const bytesOf = (name: string): Buffer => readFileSync(new URL(name, folder));
const expected = JSON.parse(bytesOf('golden/pixels.json').toString()) as Record<
  string,
  { readonly shape: readonly [number, number, number]; readonly pixels: readonly number[] }
>;

for (const [name, { shape, pixels }] of Object.entries(expected)) {
  test(`${name} has the pixels of Pillow`, async (t) => {
    const image = await decodeImage(name, bytesOf(name), 'white');
    t.deepEqual([image.rows, image.columns, image.channels], shape);
    // Decoders of JPEG round differently; those of PNG and WebP don't.
    const most = name.endsWith('.jpg') ? 3 / 255 : 1e-5;
    pixels.forEach((value, index) => {
      t.true(Math.abs(image.pixels[index]! - value) <= most, `${index}: ${image.pixels[index]}, ${value}`);
    });
    const header = imageHeader(bytesOf(name))!;
    const [rows, columns] = /[5-8]\.(jpg|webp)$/.test(name) ? [shape[1], shape[0]] : shape;
    t.deepEqual([header.rows, header.columns], [rows, columns]);
    t.is(header.isDeep, name === 'deep.png');
    t.is(header.channels, name.startsWith('grey') || name === 'deep.png' ? 1 : 3);
  });
}

test('throws an error that names the format of a file that is no PNG, JPEG or WebP', async (t) => {
  const webp = bytesOf('colour.webp');
  const immense = Buffer.from(webp).fill(0xff, 21, 24).fill(0x0f, 24, 25);
  const refused: readonly (readonly [Uint8Array, RegExp])[] = [
    [new Uint8Array(0), /^a\.png is not a PNG, JPEG or WebP image: it has 0 bytes\.$/],
    [Buffer.from('GIF89a......'), /^a\.png is not a PNG, JPEG or WebP image: it is a GIF image\.$/],
    [Buffer.from('<svg></svg>'), /^a\.png is not a PNG, JPEG or WebP image\.$/],
    [bytesOf('colour.png').subarray(0, 60), /^a\.png is not a readable image: it is truncated\.$/],
    [bytesOf('grey.jpg').subarray(0, 30), /^a\.png is not a readable image: /],
    [webp.subarray(0, 12), /^a\.png is not a readable image: its header is damaged or cut short\.$/],
    [webp.subarray(0, 60), /^a\.png is not a readable image: it is truncated\.$/],
    [Buffer.from(webp).fill(0, 26), /^a\.png is not a readable image: its data are damaged or cut short\.$/],
    [bytesOf('animated.webp'), /^a\.png is not a readable image: it is an animation, /],
    [immense, /^a\.png is not a readable image: it has 16384 by 16384 pixels; up to 50 million are read\.$/],
  ];
  for (const [bytes, message] of refused) {
    const error = await t.throwsAsync(decodeImage('a.png', bytes), { instanceOf: HelmholtzError, message });
    t.truthy(error.hint);
  }
});

test('crop keeps the middle in its proportions, stretch keeps all', (t) => {
  const ramp = Float32Array.of(...[0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5].map((value) => value / 8));
  const wide = { rows: 2, columns: 6, channels: 1, pixels: ramp } as const;
  t.deepEqual(fitImage(wide, [2, 2, 1], 'crop').image.pixels, Float32Array.of(2 / 8, 3 / 8, 2 / 8, 3 / 8));
  t.deepEqual(fitImage(wide, [1, 1, 1], 'crop').image.pixels, Float32Array.of(2.5 / 8));
  t.deepEqual(fitImage(wide, [2, 2, 1], 'stretch').image.pixels, Float32Array.of(1 / 8, 4 / 8, 1 / 8, 4 / 8));
  const tall = { rows: 3, columns: 1, channels: 1, pixels: Float32Array.of(0, 1, 2) } as const;
  t.deepEqual(fitImage(tall, [1, 1, 1], 'crop').image.pixels, Float32Array.of(1));
  t.deepEqual(fitImage(wide, [2, 2, 1], 'crop').changes, [
    'cropped and resized from 6 by 2 to 2 by 2 pixels',
  ]);
});
