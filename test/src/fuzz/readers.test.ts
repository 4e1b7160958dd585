import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';

import { toText } from '@helmholtz/base';
import { parseSpec, readSpec } from '@helmholtz/core';
import {
  RunDirectory,
  decodeCheckpoint,
  decodeSafetensors,
  describeEnvironment,
  encodeCheckpoint,
  encodeSafetensors,
  modelFiles,
} from '@helmholtz/core/run';
import {
  type Dataset,
  arrayDataset,
  encodeNpy,
  fitArray,
  fitTable,
  idxDataset,
  loadDataset,
  loadExamples,
  npyDataset,
  openIdx,
  openNpy,
  parseFitted,
  parseTable,
  readIdx,
  readNpy,
  writeFitted,
} from '@helmholtz/datasets';
import test from 'ava';
import { encode as encodePng } from 'fast-png';

import { decodeImage } from '@helmholtz/datasets/images';
import { type Reader, holdsPromise } from './hold-promise.js';

const folder = mkdtempSync(join(tmpdir(), 'helmholtz-fuzz-'));
test.after.always(() => rm(folder, { recursive: true, force: true }));

const example = (name: string): Buffer =>
  readFileSync(new URL(`../../../examples/models/${name}`, import.meta.url));

const declaration = {
  recipe: { name: 'vae' },
  observed: { shape: [4] },
  latents: [{ name: 'z', size: 2 }],
  networks: { recognition: [{ layer: 'dense', units: 3, activation: 'tanh' }], generative: [] },
  training: { schedule: { name: 'piecewise', boundaries: [10], values: [1, 0.1] } },
};
const spec = parseSpec(declaration);
const row = {
  epoch: 1,
  step: 9,
  seconds: 1.5,
  learningRate: 1e-3,
  train: { nelbo: 1.5 },
  test: { nelbo: 2 },
};
const tensors = new Map([
  ['weight/a', { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) }],
  ['optimizer/0', { shape: [], values: Float32Array.of(5) }],
]);

function file(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  return writeFile(path, bytes).then(() => path);
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

function idx(shape: readonly number[]): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, 8, shape.length]);
  shape.forEach((size, axis) => header.writeUInt32BE(size, 4 + 4 * axis));
  return Buffer.concat([
    header,
    Buffer.alloc(
      shape.reduce((product, size) => product * size, 1),
      7,
    ),
  ]);
}

/** A checkpoint that was changed by who knows how to seal it. */
function sealed(bytes: Buffer): Buffer {
  const before = '"checksum":"';
  const start = bytes.indexOf(before) + before.length;
  if (start < before.length || start + 64 > bytes.length) return bytes;
  const copy = Buffer.from(bytes);
  copy.fill('0', start, start + 64);
  copy.write(createHash('sha256').update(copy).digest('hex'), start);
  return copy;
}

const run = join(folder, 'run');
mkdirSync(run);
writeFileSync(join(run, 'spec.yaml'), json(declaration));

const table = join(folder, 'table');
mkdirSync(table);
writeFileSync(join(table, 'test.csv'), 'a,b,c,d\n0.5,1,0,x\n');

const recordings = join(folder, 'recordings');
for (const part of ['train', 'test']) mkdirSync(join(recordings, part), { recursive: true });
writeFileSync(join(recordings, 'test', 'a.wav'), wav(16));

const weights = [{ name: 'a', shape: [2, 3], dtype: 'float32' }];
const quantization = { dtype: 'uint8', min: 0, scale: 1 };
const topology = { class_name: 'Sequential', config: { layers: [] } };

/** All that a data set holds: what is streamed is read only now. */
function readAll(dataset: Dataset): Float32Array {
  const out = new Float32Array(dataset.size * dataset.shape.reduce((product, size) => product * size, 1));
  const indices = Uint32Array.from({ length: dataset.size }, (_, index) => index);
  dataset.read(indices, out, { next: () => 0 });
  return out;
}

const image = (name: string): Buffer =>
  readFileSync(new URL(`../../src/fuzz/images/${name}`, import.meta.url));
const readImage = (bytes: Buffer): unknown => decodeImage('image', bytes);

/** 24 by 16 pixels, of so many channels. */
function png(channels: number, depth: 8 | 16 = 8): Uint8Array {
  const values = Array.from({ length: 24 * 16 * channels }, (_, index) => (index * 37) % 2 ** depth);
  const data = depth === 8 ? Uint8Array.from(values) : Uint16Array.from(values);
  return encodePng({ width: 24, height: 16, data, channels, depth });
}

/** The header of a PNG, and its rows as they are before they are compressed. */
function rawPng(colour: number, interlaced = 0): Buffer {
  const header = Buffer.from([0, 0, 0, 6, 0, 0, 0, 5, 8, colour, 0, 0, interlaced]);
  const bytes = (colour === 2 ? 18 : 6) * 5 + (interlaced ? 11 : 5);
  return Buffer.concat([header, Buffer.alloc(bytes, 1)]);
}

function compressedPng(bytes: Buffer): Buffer {
  const chunk = (type: string, data: Uint8Array): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
  };
  const parts = [chunk('IHDR', bytes.subarray(0, 13)), chunk('IDAT', deflateSync(bytes.subarray(13)))];
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    ...parts,
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const fittedFiles = [
  fitTable(parseTable('age,visits,ward\n40.5,2,a\n60.5,3,b\n', 'train.csv')),
  fitArray(
    arrayDataset({
      name: 'a',
      shape: [2],
      data: [
        [1, 2],
        [3, 5],
      ],
    }),
    { method: 'standard', by: 'element' },
  ),
];

const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../../packages/datasets/fixtures/${name}`, import.meta.url));
const typedTable = (name: string): Buffer => fixture(`tables/${name}`);

/** A recording of 40 samples. */
function wav(bits: number): Buffer {
  const frameBytes = bits / 8;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + 40 * frameBytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(8000 * frameBytes, 28);
  header.writeUInt16LE(frameBytes, 32);
  header.writeUInt16LE(bits, 34);
  header.write('data', 36);
  header.writeUInt32LE(40 * frameBytes, 40);
  return Buffer.concat([
    header,
    Buffer.from(Array.from({ length: 40 * frameBytes }, (_, at) => (at * 37) % 256)),
  ]);
}
const fittedTyped = fitTable(parseTable('real\n0.5\n1.5\n', 'train.csv'));
const readTyped = async (name: string, bytes: Buffer): Promise<unknown> => {
  const { table } = await loadExamples(await file(name, bytes), { fitted: fittedTyped });
  return table?.columns.map((column) => table.texts(column));
};

const readers: Readonly<Record<string, Reader>> = {
  Parquet: {
    files: [typedTable('snappy.parquet'), typedTable('version-1.parquet'), typedTable('zstd.parquet')],
    read: (bytes) => readTyped('new.parquet', bytes),
  },
  Arrow: {
    files: [typedTable('lz4.feather'), typedTable('uncompressed.feather'), typedTable('zstd.feather')],
    read: (bytes) => readTyped('new.feather', bytes),
  },
  'Arrow, as a stream': {
    files: [typedTable('stream.arrow')],
    read: (bytes) => readTyped('new.arrow', bytes),
  },
  csv: {
    files: [
      Buffer.from('a,b,c,d\n0.5,3,1,x\n-1.5,0,0,"y, ""z"""\n'),
      Buffer.from('\uFEFFb,a,d,c\r\n7,1e3,x,1\r\n\r\n0,.5,é,0'),
    ],
    async read(bytes) {
      await writeFile(join(table, 'train.csv'), bytes);
      return readAll((await loadDataset('csv', { dataDir: table })).train);
    },
  },
  spec: {
    files: [example('two-hidden-layers.yaml'), json(declaration)],
    read: (bytes) => readSpec(bytes.toString(), 'spec'),
  },
  metrics: {
    files: [json(row), Buffer.from(`${JSON.stringify(row)}\n${JSON.stringify({ ...row, epoch: 2 })}\n`)],
    async read(bytes) {
      await writeFile(join(run, 'metrics.jsonl'), bytes);
      return (await RunDirectory.open(run)).readMetrics();
    },
  },
  environment: {
    files: [
      json(
        describeEnvironment({
          helmholtz: '1',
          tensorflowjs: '4',
          backend: 'cpu',
          command: 'a',
          plugins: ['p'],
        }),
      ),
    ],
    async read(bytes) {
      await writeFile(join(run, 'environment.json'), bytes);
      return (await RunDirectory.open(run)).readEnvironment();
    },
  },
  safetensors: {
    files: [encodeSafetensors({ tensors, metadata: { a: 'b' } })],
    read: (bytes) => decodeSafetensors(bytes, 'file'),
  },
  checkpoint: {
    files: [
      encodeCheckpoint({
        spec,
        weights: tensors,
        optimizers: new Map([['model', [...tensors.values()]]]),
        memory: new Map([['earlyStopping', tensors]]),
        epoch: 1,
        step: 20,
        batch: 3,
        average: { count: 5, skipped: 0, sums: { nelbo: 1 } },
        history: [row],
      }),
    ],
    read: (bytes) => decodeCheckpoint(bytes, 'file'),
    mend: sealed,
  },
  'model.json': {
    files: [
      json({
        modelTopology: topology,
        format: 'layers-model',
        weightsManifest: [{ paths: ['weights.bin'], weights }],
      }),
      json({
        modelTopology: topology,
        weightsManifest: [
          { paths: ['weights.bin'], weights: [{ ...weights[0], shape: [24], quantization }] },
        ],
      }),
    ],
    async read(bytes) {
      await file('weights.bin', Buffer.alloc(24));
      await file('model.json', bytes);
      return modelFiles(folder).load!();
    },
  },
  IDX: {
    files: [idx([3, 2, 2]), idx([2, 2, 2, 3])],
    read: async (bytes) =>
      readAll(idxDataset({ name: 'a', images: await readIdx(await file('idx', bytes)) })),
  },
  'IDX, gzipped': {
    files: [gzipSync(idx([3, 2, 2])), gzipSync(idx([20, 28, 28]))],
    read: async (bytes) => readIdx(await file('idx.gz', bytes)),
  },
  'IDX, gzipped after it was changed': {
    files: [idx([3, 2, 2]), idx([2, 2, 2, 3])],
    read: async (bytes) => readIdx(await file('idx.gz', gzipSync(bytes, { level: 1 }))),
  },
  'IDX, streamed': {
    files: [idx([3, 2, 2])],
    read: async (bytes) =>
      readAll(idxDataset({ name: 'a', images: await openIdx(await file('idx', bytes)) })),
  },
  npy: {
    files: [
      encodeNpy({ shape: [2, 3], data: new Float32Array(6) }),
      encodeNpy({ shape: [2, 2, 2], data: new Uint8Array(8) }),
    ],
    read: async (bytes) => readAll(npyDataset({ name: 'a', array: await readNpy(await file('npy', bytes)) })),
  },
  PNG: {
    files: [png(3), png(4, 16), image('one-bit.png'), image('palette.png')],
    read: readImage,
  },
  'PNG, compressed after it was changed': {
    files: [rawPng(2), rawPng(0, 1)],
    read: (bytes) => readImage(compressedPng(bytes)),
  },
  JPEG: {
    files: [image('grey.jpg'), image('progressive.jpg')],
    read: readImage,
  },
  WebP: {
    files: ['colour', 'transparent', 'orientation-6'].map((name) => fixture(`images/${name}.webp`)),
    read: readImage,
  },
  WAV: {
    files: [wav(8), wav(16), wav(24), wav(32)],
    async read(bytes) {
      await writeFile(join(recordings, 'train', 'new.wav'), bytes);
      return readAll((await loadDataset('audio', { dataDir: recordings })).train);
    },
  },
  'fitted.json': {
    files: fittedFiles.map((fitted) => Buffer.from(writeFitted(fitted))),
    read: (bytes) => Promise.resolve(parseFitted(toText(bytes), 'fitted.json')),
  },
  'npy, streamed': {
    files: [encodeNpy({ shape: [2, 3], data: new Float32Array(6) })],
    read: async (bytes) => readAll(npyDataset({ name: 'a', array: await openNpy(await file('npy', bytes)) })),
  },
};

for (const [name, reader] of Object.entries(readers)) {
  test.serial(`changed files are read or throw a HelmholtzError: ${name}`, (t) =>
    holdsPromise(t, name, reader),
  );
}
