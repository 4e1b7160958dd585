import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

import envPaths from 'env-paths';

import type { DatasetPlatform, DigitFile, RgbaImage } from './platform.js';

/** Only its JSON files are used: importing the package would build arrays of all ten at once. */
const packageRoot = import.meta.resolve('mnist/package.json');

export const platform: DatasetPlatform = {
  cacheRoot: () => resolve(process.env['HELMHOLTZ_CACHE'] || envPaths('helmholtz', { suffix: '' }).cache),
  async readDigits(digit) {
    const text = await readFile(new URL(`src/digits/${digit}.json`, packageRoot), 'utf8');
    return (JSON.parse(text) as DigitFile).data;
  },
  decodeWebp,
};

let decoder: Promise<(bytes: Uint8Array) => Promise<RgbaImage>> | undefined;

async function decodeWebp(bytes: Uint8Array): Promise<RgbaImage> {
  return (await (decoder ??= webpDecoder()))(bytes);
}

/** The package fetches its WebAssembly by an address, which Node can't for a file. */
async function webpDecoder(): Promise<(bytes: Uint8Array) => Promise<RgbaImage>> {
  const { default: decode, init } = await import('@jsquash/webp/decode.js');
  const wasm = await readFile(new URL(import.meta.resolve('@jsquash/webp/codec/dec/webp_dec.wasm')));
  await init({ wasmBinary: Uint8Array.from(wasm).buffer });
  // Its type is ImageData, which only pages declare.
  return async (bytes) => (await decode(Uint8Array.from(bytes).buffer)) as RgbaImage;
}
