import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { HelmholtzError } from '@helmholtz/base';
import { chooseByName } from '@helmholtz/core';
import { enableProdMode, findBackendFactory, setBackend } from '@tensorflow/tfjs-core';

import { installCommand } from './install-command.js';

/** An engine that TensorFlow.js can run on in Node. */
export interface BackendCandidate {
  readonly name: string;
  readonly description: string;
  readonly packageName: string;
  /** What TensorFlow.js calls it. */
  readonly registeredAs: string;
  /** The command that adds it where it is not installed. */
  readonly install?: string;
  /** Why it can't run on this machine although it is installed, in one line. */
  readonly problem?: () => Promise<string | undefined>;
}

/** Best first. */
export const backends: readonly BackendCandidate[] = [
  {
    name: 'tensorflow-gpu',
    description: 'the TensorFlow library with CUDA, for those who have an NVIDIA GPU',
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
  /** Why it is not available, in one line. */
  readonly reason?: string;
}

/** Whether a backend loads; loading one that can't leaves nothing behind. */
export async function probeBackend(candidate: BackendCandidate): Promise<BackendProbe> {
  const path = locate(candidate);
  if (path === undefined) return { candidate, available: false, reason: 'not installed' };
  try {
    await import(pathToFileURL(path).href);
  } catch (error) {
    return { candidate, available: false, reason: firstLine(error) };
  }
  // Its type says that there always is one.
  const factory = findBackendFactory(candidate.registeredAs) as (() => unknown) | null | undefined;
  const problem = factory && (await candidate.problem?.());
  if (problem) return { candidate, available: false, reason: problem };
  if (factory) return { candidate, available: true };
  return { candidate, available: false, reason: 'it is made for another copy of TensorFlow.js' };
}

/**
 * Sets the backend of TensorFlow.js.
 *
 * @param name `auto` takes the best that loads.
 * @param warn is told where part of the work has to run elsewhere.
 * @returns the name of what was set.
 * @throws HelmholtzError (`usage`) where the named backend is unknown or does not load.
 */
export async function selectBackend(name: string, warn: (line: string) => void): Promise<string> {
  const candidates = name === 'auto' ? backends : [chooseByName('backend', [auto, ...backends], name)];
  for (const candidate of candidates) {
    const reason = await trySet(candidate);
    if (reason !== undefined && name === 'auto') continue;
    if (reason !== undefined) {
      throw new HelmholtzError('usage', `The backend "${name}" does not load: ${reason}.`, {
        hint: candidate.install
          ? `Add it with: ${candidate.install}`
          : 'Install the dependencies of Helmholtz again: npm run setup in its clone, else npm install.',
      });
    }
    if (candidate.name === 'wasm') await prepareWasm(warn);
    return candidate.name;
  }
  throw new HelmholtzError('usage', 'No backend of TensorFlow.js loads.', { hint: 'See helmholtz doctor.' });
}

/** Why a backend can't be set; undefined where it is. */
async function trySet(candidate: BackendCandidate): Promise<string | undefined> {
  const { available, reason } = await probeBackend(candidate);
  if (!available) return reason ?? '';
  // Production mode leaves out TensorFlow.js' own advice to install its Node binding.
  enableProdMode();
  return (await setBackend(candidate.registeredAs)) ? undefined : 'it could not be initialized';
}

/**
 * Sets how many threads the backend that is set works with.
 *
 * @throws HelmholtzError (`usage`) where it has no such setting.
 */
export async function useThreads(backend: string, threads: number): Promise<void> {
  if (backend !== 'onnx') {
    throw new HelmholtzError('usage', `--threads ${threads} was given for the backend "${backend}".`, {
      hint: 'Only onnx takes a number of threads: add --backend onnx, or leave --threads out.',
    });
  }
  const { configureOnnx } = await import('@helmholtz/backend-onnx');
  configureOnnx({ threads });
}

const auto = { name: 'auto', description: 'the best that loads' } as BackendCandidate;

async function prepareWasm(warn: (line: string) => void): Promise<void> {
  const { improveWasm } = await import('@helmholtz/backend-wasm');
  improveWasm((kernel) => warn(`wasm has no kernel ${kernel}: it runs on the cpu backend, which is slower.`));
}

/** A backend's package beside us, or else in the folder in which the command was started. */
function locate({ packageName }: BackendCandidate): string | undefined {
  for (const from of [import.meta.url, join(process.cwd(), 'package.json')]) {
    try {
      return createRequire(from).resolve(packageName);
    } catch {
      // Looked for in the next place.
    }
  }
  return undefined;
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
}
