import { HelmholtzError } from '@helmholtz/core';
import { encode } from 'fast-png';
import { encode as encodeJpeg } from 'jpeg-js';
import test from 'ava';

import { decodeImage } from './decode-image.js';

const grey = (rows: number, columns: number, ...pixels: number[]) =>
  ({ rows, columns, channels: 1, pixels: Float32Array.from(pixels) }) as const;

test('PNG files: grey, of 16 bits, and with transparency', (t) => {
  const png = (data: Uint8Array | Uint16Array, channels: number, depth: 8 | 16, width = 2): Uint8Array =>
    encode({ width, height: data.length / channels / width, data, channels, depth });
  t.deepEqual(decodeImage('a', png(Uint8Array.of(0, 51), 1, 8)), grey(1, 2, 0, 0.2));
  t.deepEqual(decodeImage('a', png(Uint16Array.of(0, 13107), 1, 16)), grey(1, 2, 0, 0.2));
  t.deepEqual(decodeImage('a', png(Uint8Array.of(255, 51, 51, 255), 2, 8)), grey(1, 2, 0.2, 0.2));
  const colour = decodeImage('a', png(Uint8Array.of(255, 0, 51, 255, 255, 255, 255, 0), 4, 8));
  t.deepEqual(colour.pixels, Float32Array.of(1, 0, 0.2, 0, 0, 0));
});

test('JPEG files', (t) => {
  const data = new Uint8Array(16 * 16 * 4).fill(255);
  data.forEach((_, index) => (data[index] = index % 4 === 3 ? 255 : 51));
  const { data: bytes } = encodeJpeg({ width: 16, height: 16, data }, 95);
  const { rows, columns, channels, pixels } = decodeImage('a.jpg', bytes);
  t.deepEqual([rows, columns, channels], [16, 16, 3]);
  t.true(pixels.every((value) => Math.abs(value - 0.2) < 0.02));
});

test('what is no image, damaged or too large is refused', (t) => {
  const kindOf = (bytes: Uint8Array) =>
    t.throws(() => decodeImage('a.png', bytes), { instanceOf: HelmholtzError, message: /^a\.png / }).kind;
  t.is(kindOf(Buffer.from('GIF89a')), 'usage');
  t.is(kindOf(new Uint8Array(0)), 'usage');
  const whole = Buffer.from(
    encode({ width: 2, height: 1, data: Uint8Array.of(0, 1), channels: 1, depth: 8 }),
  );
  t.is(kindOf(whole.subarray(0, 30)), 'data');
  t.is(kindOf(whole.subarray(0, 10)), 'data');
  t.is(kindOf(Buffer.of(0xff, 0xd8, 0xff, 0xe0, 0)), 'data');
  whole.writeUInt32BE(100_000, 16);
  whole.writeUInt32BE(100_000, 20);
  t.is(kindOf(whole), 'data');
});

test('PNG files of one bit a pixel, and with a palette', (t) => {
  const file = (text: string): Uint8Array => Buffer.from(text, 'base64');
  const bits = file(
    'iVBORw0KGgoAAAANSUhEUgAAAAkAAAACAQAAAACiLct+AAAADklEQVR4nGPY1MDgywAABhoBgFEXKvIAAAAASUVORK5CYII=',
  );
  t.deepEqual(
    decodeImage('a', bits),
    grey(2, 9, ...[1, 0, 1, 1, 0, 0, 1, 0, 1], ...[0, 1, 0, 0, 1, 1, 0, 1, 0]),
  );
  const palette = file(
    'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAMAAADD/I+4AAAABlBMVEX/ADMA/wAwGbg+AAAAC0lEQVR4nGNgZAAAAAUAAtFmM3gAAAAASUVORK5CYII=',
  );
  t.deepEqual(decodeImage('a', palette).pixels, Float32Array.of(0, 1, 0, 1, 0, 0.2));
});
