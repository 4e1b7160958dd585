import type { io } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import {
  concatBytes,
  dataLimits,
  type Files,
  HelmholtzError,
  joinPath,
  parseJson,
  platform,
  toText,
} from '@helmholtz/base';
import { readFileUpTo } from './read-file.js';
import { type WeightsManifest, promisedBytes, weightFiles, weightsManifest } from './weights-manifest.js';

const WEIGHTS_FILE = 'weights.bin';

const modelJson = z.looseObject({ weightsManifest });

/**
 * Saves and loads a TensorFlow.js model in a folder, as model.json and weights.bin. Plain
 * TensorFlow.js has no handler for files in Node. A page can load the model by its URL.
 *
 * @param files files that hold the folder. Those of the file system by default; in a page, the
 *   page's memory.
 *
 * @example
 * ```ts
 * import { modelFiles } from '@helmholtz/core/run';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 * import { loadLayersModel } from '@tensorflow/tfjs-layers';
 *
 * const { layersModel } = buildModel(defaultSpec('vae', [4]));
 * await layersModel.save(modelFiles('my-vae'));
 * const loaded = await loadLayersModel(modelFiles('my-vae'));
 * console.log(loaded.weights.length === layersModel.weights.length); // true
 * ```
 */
export function modelFiles(folder: string, files: Files = platform.files): io.IOHandler {
  const modelPath = joinPath(folder, 'model.json');
  return {
    async save(artifacts) {
      const { weightData, weightSpecs, ...model } = artifacts;
      const bytes = joined(weightData ?? new ArrayBuffer(0));
      await files.makeFolder(folder);
      await files.writeAtomic(joinPath(folder, WEIGHTS_FILE), bytes);
      const manifest = [{ paths: [WEIGHTS_FILE], weights: weightSpecs ?? [] }];
      await files.writeAtomic(modelPath, JSON.stringify({ ...model, weightsManifest: manifest }));
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
        await readFileUpTo(modelPath, dataLimits.modelBytes, files),
        modelPath,
      );
      return {
        ...model,
        weightSpecs: manifest.flatMap((group) => group.weights),
        weightData: await readWeightFiles(files, folder, manifest),
      };
    },
  };
}

/**
 * Reads the bytes of all weights. Reads no more of a file than the weights of the manifest take.
 */
async function readWeightFiles(
  files: Files,
  folder: string,
  manifest: WeightsManifest,
): Promise<ArrayBuffer> {
  const modelPath = joinPath(folder, 'model.json');
  const promised = promisedBytes(manifest);
  const parts: Uint8Array[] = [];
  let byteCount = 0;
  for (const file of weightFiles(manifest, modelPath)) {
    const bytes = await readFileUpTo(joinPath(folder, file), promised - byteCount, files);
    parts.push(bytes);
    byteCount += bytes.length;
  }
  if (byteCount < promised) {
    throw new HelmholtzError(
      'data',
      `The weights of ${modelPath} take ${promised} bytes, its files hold ${byteCount}.`,
      { hint: 'They may be incomplete or damaged: save the model again.' },
    );
  }
  return concatBytes(parts).buffer;
}

function joined(data: io.WeightData): Uint8Array {
  return concatBytes([data].flat().map((part) => new Uint8Array(part)));
}

type ModelJson = Omit<io.ModelJSON, 'weightsManifest'> & { readonly weightsManifest: WeightsManifest };

function parseModel(bytes: Uint8Array, path: string): ModelJson {
  try {
    return modelJson.parse(parseJson(toText(bytes))) as unknown as ModelJson;
  } catch (cause) {
    throw new HelmholtzError('data', `${path} is not a TensorFlow.js model.`, {
      hint: 'A model.json with a weightsManifest was expected, as model.save() writes it.',
      cause,
    });
  }
}
