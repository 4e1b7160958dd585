import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { io } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { HelmholtzError } from '../errors.js';
import { storageError, writeFileAtomic } from './atomic-write.js';
import { makeFolder } from './make-folder.js';

const WEIGHTS_FILE = 'weights.bin';

const modelJson = z.looseObject({
  weightsManifest: z.array(z.object({ paths: z.array(z.string()), weights: z.array(z.looseObject({})) })),
});

/**
 * Saves and loads a TensorFlow.js model in a folder, as model.json and weights.bin: `model.save(modelFiles(folder))`,
 * `tf.loadLayersModel(modelFiles(folder))`. Plain TensorFlow.js has no handler for files in Node; a page can load what
 * this writes by its URL.
 */
export function modelFiles(folder: string): io.IOHandler {
  const modelPath = join(folder, 'model.json');
  return {
    async save(artifacts) {
      const { weightData, weightSpecs, ...model } = artifacts;
      const bytes = joined(weightData ?? new ArrayBuffer(0));
      await makeFolder(folder);
      await writeFileAtomic(join(folder, WEIGHTS_FILE), bytes);
      const weightsManifest = [{ paths: [WEIGHTS_FILE], weights: weightSpecs ?? [] }];
      await writeFileAtomic(modelPath, JSON.stringify({ ...model, weightsManifest }));
      return {
        modelArtifactsInfo: {
          dateSaved: new Date(),
          modelTopologyType: 'JSON',
          weightDataBytes: bytes.length,
        },
      };
    },
    async load() {
      const { weightsManifest, ...model } = parseModel(await read(modelPath), modelPath);
      const paths = weightsManifest.flatMap((group) => group.paths);
      const parts = await Promise.all(paths.map((path) => read(insideFolder(modelPath, path))));
      const bytes = Buffer.concat(parts);
      return {
        ...model,
        weightSpecs: weightsManifest.flatMap((group) => group.weights),
        weightData: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
      };
    },
  };
}

function joined(data: io.WeightData): Uint8Array {
  return Buffer.concat([data].flat().map((part) => new Uint8Array(part)));
}

async function read(path: string): Promise<Buffer> {
  return readFile(path).catch((error: unknown) => {
    throw storageError('read', path, error);
  });
}

function parseModel(bytes: Buffer, path: string): io.ModelJSON {
  try {
    return modelJson.parse(JSON.parse(bytes.toString('utf8'))) as unknown as io.ModelJSON;
  } catch (cause) {
    throw new HelmholtzError('data', `${path} is not a TensorFlow.js model.`, {
      hint: 'A model.json with a weightsManifest was expected, as model.save() writes it.',
      cause,
    });
  }
}

/** A model's weights lie beside it: a path that leads elsewhere is refused. */
function insideFolder(modelPath: string, path: string): string {
  if (!/^[\w.-]+$/.test(path) || path === '..') {
    throw new HelmholtzError('data', `${modelPath} names the weights file "${path}".`, {
      hint: 'A file in the same folder was expected.',
    });
  }
  return join(dirname(modelPath), path);
}
