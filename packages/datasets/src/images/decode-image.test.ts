import { deflateSync } from 'node:zlib';

import { HelmholtzError } from '@helmholtz/base';
import { encode } from 'fast-png';
import { encode as encodeJpeg } from 'jpeg-js';
import test from 'ava';

import { decodeImage } from './decode-image.js';

const grey = (rows: number, columns: number, ...pixels: number[]) =>
  ({ rows, columns, channels: 1, pixels: Float32Array.from(pixels) }) as const;

test('PNG files: grey, of 16 bits, and with transparency', async (t) => {
  const png = (data: Uint8Array | Uint16Array, channels: number, depth: 8 | 16, width = 2): Uint8Array =>
    encode({ width, height: data.length / channels / width, data, channels, depth });
  t.deepEqual(await decodeImage('a', png(Uint8Array.of(0, 51), 1, 8)), grey(1, 2, 0, 0.2));
  t.deepEqual(await decodeImage('a', png(Uint16Array.of(0, 13107), 1, 16)), grey(1, 2, 0, 0.2));
  t.deepEqual(await decodeImage('a', png(Uint8Array.of(255, 51, 51, 255), 2, 8)), grey(1, 2, 0.2, 0.2));
  const colour = await decodeImage('a', png(Uint8Array.of(255, 0, 51, 255, 255, 255, 255, 0), 4, 8));
  t.deepEqual(colour.pixels, Float32Array.of(1, 0, 0.2, 0, 0, 0));
});

test('JPEG files', async (t) => {
  const data = new Uint8Array(16 * 16 * 4).fill(255);
  data.forEach((_, index) => (data[index] = index % 4 === 3 ? 255 : 51));
  const { data: bytes } = encodeJpeg({ width: 16, height: 16, data }, 95);
  const { rows, columns, channels, pixels } = await decodeImage('a.jpg', bytes);
  t.deepEqual([rows, columns, channels], [16, 16, 3]);
  t.true(pixels.every((value) => Math.abs(value - 0.2) < 0.02));
});

test('rejects files that are no images, damaged or too large', async (t) => {
  const kindOf = async (bytes: Uint8Array) =>
    (await t.throwsAsync(decodeImage('a.png', bytes), { instanceOf: HelmholtzError, message: /^a\.png / }))
      .kind;
  t.is(await kindOf(Buffer.from('GIF89a')), 'usage');
  t.is(await kindOf(new Uint8Array(0)), 'usage');
  const whole = Buffer.from(
    encode({ width: 2, height: 1, data: Uint8Array.of(0, 1), channels: 1, depth: 8 }),
  );
  t.is(await kindOf(whole.subarray(0, 30)), 'data');
  t.is(await kindOf(whole.subarray(0, 10)), 'data');
  t.is(await kindOf(Buffer.of(0xff, 0xd8, 0xff, 0xe0, 0)), 'data');
  whole.writeUInt32BE(100_000, 16);
  whole.writeUInt32BE(100_000, 20);
  t.is(await kindOf(whole), 'data');
});

const chunk = (type: string, data: Uint8Array): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
};

/** Builds a PNG of grey bytes from packed pixels and a header, which may disagree. */
function packed(width: number, height: number, pixels: Uint8Array, ...before: Buffer[]): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  const chunks = [chunk('IHDR', header), ...before, chunk('IDAT', deflateSync(pixels))];
  return Buffer.concat([signature, ...chunks, chunk('IEND', Buffer.alloc(0))]);
}

test.serial("decoding takes no more memory than the file's actual pixels, for any header", async (t) => {
  const bomb = Buffer.alloc(64 * 2 ** 20);
  const profile = chunk('iCCP', Buffer.concat([Buffer.from('a\0\0'), deflateSync(bomb)]));
  const second = packed(1, 1, bomb).subarray(8, 8 + 25);
  second.writeUInt32BE(7000, 8);
  second.writeUInt32BE(7000, 12);
  const refusals: readonly [Uint8Array, RegExp][] = [
    [packed(2, 2, bomb), /it holds more than 6 bytes of pixels/],
    [packed(7000, 7000, Buffer.alloc(100)), /it holds at most \d+ of 49007000 bytes of pixels/],
    [packed(1, 1, Buffer.alloc(2), second), /it has a second header/],
    [packed(0, 1, Buffer.alloc(2)), /it has 0 by 1 pixels/],
    [packed(8000, 8000, Buffer.alloc(2)), /it has 8000 by 8000 pixels/],
    [packed(1, 1, Buffer.alloc(2)).subarray(0, 50), /it is truncated/],
    [packed(1, 1, Buffer.alloc(2), chunk('PLTE', Buffer.alloc(900))), /its chunk PLTE has 900 bytes/],
    [largeJpeg(), /maxResolutionInMP limit exceeded/],
  ];
  const before = process.memoryUsage().arrayBuffers;
  for (const [bytes, message] of refusals) {
    const error = await t.throwsAsync(decodeImage('a.png', bytes), { instanceOf: HelmholtzError, message });
    t.is(error.kind, 'data');
  }
  t.deepEqual(await decodeImage('a', packed(1, 1, Uint8Array.of(0, 51), profile)), grey(1, 1, 0.2));
  t.true(process.memoryUsage().arrayBuffers - before < 2 ** 20);
});

/** Some hundred bytes that say they are 6,000 by 6,000 pixels. */
function largeJpeg(): Buffer {
  const { data } = encodeJpeg({ width: 8, height: 8, data: new Uint8Array(8 * 8 * 4) }, 50);
  const frame = data.indexOf(Buffer.of(0xff, 0xc0));
  data.writeUInt16BE(6000, frame + 5);
  data.writeUInt16BE(6000, frame + 7);
  return data;
}

test('PNG files of one bit a pixel, and with a palette', async (t) => {
  const file = (text: string): Uint8Array => Buffer.from(text, 'base64');
  const bits = file(
    'iVBORw0KGgoAAAANSUhEUgAAAAkAAAACAQAAAACiLct+AAAADklEQVR4nGPY1MDgywAABhoBgFEXKvIAAAAASUVORK5CYII=',
  );
  t.deepEqual(
    await decodeImage('a', bits),
    grey(2, 9, ...[1, 0, 1, 1, 0, 0, 1, 0, 1], ...[0, 1, 0, 0, 1, 1, 0, 1, 0]),
  );
  const palette = file(
    'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAMAAADD/I+4AAAABlBMVEX/ADMA/wAwGbg+AAAAC0lEQVR4nGNgZAAAAAUAAtFmM3gAAAAASUVORK5CYII=',
  );
  t.deepEqual((await decodeImage('a', palette)).pixels, Float32Array.of(0, 1, 0, 1, 0, 0.2));
});
