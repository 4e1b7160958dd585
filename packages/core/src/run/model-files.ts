import { dirname, join } from 'node:path';

import type { io } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { dataLimits, HelmholtzError, parseJson } from '@helmholtz/base';
import { writeFileAtomic } from './atomic-write.js';
import { makeFolder } from './make-folder.js';
import { readFileUpTo } from './read-file.js';
import { type WeightsManifest, promisedBytes, weightFiles, weightsManifest } from './weights-manifest.js';

const WEIGHTS_FILE = 'weights.bin';

const modelJson = z.looseObject({ weightsManifest });

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
      const manifest = [{ paths: [WEIGHTS_FILE], weights: weightSpecs ?? [] }];
      await writeFileAtomic(modelPath, JSON.stringify({ ...model, weightsManifest: manifest }));
      return {
        modelArtifactsInfo: {
          dateSaved: new Date(),
          modelTopologyType: 'JSON',
          weightDataBytes: bytes.length,
        },
      };
    },
    async load() {
      const { weightsManifest: manifest, ...model } = parseModel(
        await readFileUpTo(modelPath, dataLimits.modelBytes),
        modelPath,
      );
      return {
        ...model,
        weightSpecs: manifest.flatMap((group) => group.weights),
        weightData: await readWeightFiles(modelPath, manifest),
      };
    },
  };
}

/** The bytes of all weights: no more of any file is read than the weights of the manifest take. */
async function readWeightFiles(modelPath: string, manifest: WeightsManifest): Promise<ArrayBuffer> {
  const promised = promisedBytes(manifest);
  const parts: Uint8Array[] = [];
  let held = 0;
  for (const file of weightFiles(manifest, modelPath)) {
    const bytes = await readFileUpTo(join(dirname(modelPath), file), promised - held);
    parts.push(bytes);
    held += bytes.length;
  }
  if (held < promised) {
    throw new HelmholtzError(
      'data',
      `The weights of ${modelPath} take ${promised} bytes, its files hold ${held}.`,
      {
        hint: 'They may be cut short or damaged: save the model again.',
      },
    );
  }
  const { buffer, byteOffset, byteLength } = Buffer.concat(parts);
  return buffer.slice(byteOffset, byteOffset + byteLength);
}

function joined(data: io.WeightData): Uint8Array {
  return Buffer.concat([data].flat().map((part) => new Uint8Array(part)));
}

type ModelJson = Omit<io.ModelJSON, 'weightsManifest'> & { readonly weightsManifest: WeightsManifest };

function parseModel(bytes: Buffer, path: string): ModelJson {
  try {
    return modelJson.parse(parseJson(bytes.toString('utf8'))) as unknown as ModelJson;
  } catch (cause) {
    throw new HelmholtzError('data', `${path} is not a TensorFlow.js model.`, {
      hint: 'A model.json with a weightsManifest was expected, as model.save() writes it.',
      cause,
    });
  }
}
