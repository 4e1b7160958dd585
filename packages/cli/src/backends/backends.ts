import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { HelmholtzError, itemAt } from '@helmholtz/base';
import { chooseByName } from '@helmholtz/core';
import { enableProdMode, findBackendFactory, setBackend } from '@tensorflow/tfjs-core';

import { installCommand } from './install-command.js';

/** Backend that TensorFlow.js can use in Node. */
export interface BackendCandidate {
  readonly name: string;
  readonly description: string;
  readonly packageName: string;
  /** Its name in TensorFlow.js. */
  readonly registeredAs: string;
  /** Command that installs it. */
  readonly install?: string;
  /** Returns in one line why it can't run on this machine although it is installed. */
  readonly problem?: () => Promise<string | undefined>;
}

/** Backends, fastest first. */
export const backends: readonly BackendCandidate[] = [
  {
    name: 'tensorflow-gpu',
    description: 'the TensorFlow library with CUDA, for NVIDIA GPUs',
    packageName: '@tensorflow/tfjs-node-gpu',
    registeredAs: 'tensorflow',
    install: installCommand('@tensorflow/tfjs-node-gpu'),
  },
  {
    name: 'onnx',
    description: 'ONNX Runtime on the processor, with compiled training; comes with Helmholtz',
    packageName: '@helmholtz/backend-onnx',
    registeredAs: 'onnx',
    problem: async () => (await import('@helmholtz/backend-onnx')).onnxProblem(),
  },
  {
    name: 'tensorflow',
    description: 'the TensorFlow library on the processor',
    packageName: '@tensorflow/tfjs-node',
    registeredAs: 'tensorflow',
    install: installCommand('@tensorflow/tfjs-node'),
  },
  {
    name: 'wasm',
    description: 'WebAssembly with SIMD; comes with Helmholtz',
    packageName: '@helmholtz/backend-wasm',
    registeredAs: 'wasm',
  },
  {
    name: 'cpu',
    description: 'plain JavaScript, slow and everywhere; comes with Helmholtz',
    packageName: '@tensorflow/tfjs-backend-cpu',
    registeredAs: 'cpu',
  },
];

export interface BackendProbe {
  readonly candidate: BackendCandidate;
  readonly available: boolean;
  /** Reason in one line why it is not available. */
  readonly reason?: string;
}

/** Returns whether a backend loads. */
export async function probeBackend(candidate: BackendCandidate): Promise<BackendProbe> {
  const path = locate(candidate);
  if (path === undefined) return { candidate, available: false, reason: 'not installed' };
  try {
    await import(pathToFileURL(path).href);
  } catch (error) {
    return { candidate, available: false, reason: firstLine(error) };
  }
  // At run time it may be missing, unlike in its type.
  const factory = findBackendFactory(candidate.registeredAs) as (() => unknown) | null | undefined;
  const problem = factory && (await candidate.problem?.());
  if (problem) return { candidate, available: false, reason: problem };
  if (factory) return { candidate, available: true };
  return { candidate, available: false, reason: 'it belongs to another copy of TensorFlow.js' };
}

/**
 * Sets the backend of TensorFlow.js.
 *
 * @param name a backend, or `auto` for the fastest that loads.
 * @param warn receives a warning for each kernel that runs on a slower backend.
 * @returns the name of the backend.
 * @throws HelmholtzError (`usage`) for a backend that is unknown or does not load.
 */
export async function selectBackend(name: string, warn: (line: string) => void): Promise<string> {
  const candidates = name === 'auto' ? backends : [chooseByName('backend', [auto, ...backends], name)];
  for (const candidate of candidates) {
    const reason = await trySet(candidate);
    if (reason !== undefined && name === 'auto') continue;
    if (reason !== undefined) {
      throw new HelmholtzError('usage', `The backend "${name}" does not load: ${reason}.`, {
        hint: candidate.install
          ? `Install it with: ${candidate.install}`
          : 'Install the dependencies of Helmholtz again: npm run setup in its repository, or npm install.',
      });
    }
    if (candidate.name === 'wasm') await prepareWasm(warn);
    return candidate.name;
  }
  throw new HelmholtzError('usage', 'No backend of TensorFlow.js loads.', {
    hint: 'Run helmholtz doctor to see the reasons.',
  });
}

/** Sets a backend. Returns the reason if that fails. */
async function trySet(candidate: BackendCandidate): Promise<string | undefined> {
  const { available, reason } = await probeBackend(candidate);
  if (!available) return reason ?? '';
  // Production mode suppresses TensorFlow.js' advice to install its Node binding.
  enableProdMode();
  return (await setBackend(candidate.registeredAs)) ? undefined : 'it could not be initialized';
}

/**
 * Sets the number of threads of a backend.
 *
 * @throws HelmholtzError (`usage`) for any backend other than onnx.
 */
export async function useThreads(backend: string, threads: number): Promise<void> {
  if (backend !== 'onnx') {
    throw new HelmholtzError('usage', `--threads ${threads} has no effect on the backend "${backend}".`, {
      hint: 'Only onnx has this option: add --backend onnx, or leave --threads out.',
    });
  }
  const { configureOnnx } = await import('@helmholtz/backend-onnx');
  configureOnnx({ threads });
}

const auto = { name: 'auto', description: 'the fastest that loads' } as BackendCandidate;

async function prepareWasm(warn: (line: string) => void): Promise<void> {
  const { improveWasm } = await import('@helmholtz/backend-wasm');
  improveWasm((kernel) =>
    warn(`wasm has no kernel ${kernel}: the operation runs on the slower cpu backend.`),
  );
}

/** Returns the path of a backend's package: next to this one, or in the working directory. */
function locate({ packageName }: BackendCandidate): string | undefined {
  for (const from of [import.meta.url, join(process.cwd(), 'package.json')]) {
    try {
      return createRequire(from).resolve(packageName);
    } catch {
      // Try the next place.
    }
  }
  return undefined;
}

function firstLine(error: unknown): string {
  return itemAt((error instanceof Error ? error.message : String(error)).split('\n'), 0);
}
