import { findBackend } from '@tensorflow/tfjs-core';

import { OnnxBackend } from './backend/onnx-backend.js';
import type { Mode } from './backend/policy.js';
import { BACKEND } from './backend/register.js';
import { linearize } from './graph/linearize.js';
import { add } from './graph/operators/elementwise.js';
import { Value } from './graph/value.js';
import { plainGraph } from './onnx/encode.js';
import { useChannelBlocks } from './onnx/channel-block.js';
import { native } from './onnx/native.js';
import { Session } from './onnx/session.js';

/** Where graphs run; the cpu is always there. */
export type ExecutionProvider = 'cpu' | 'cuda' | 'webgpu';

export interface OnnxOptions {
  /** `auto` compiles what pays; `native` compiles everything; `cpu` compiles nothing. */
  readonly mode?: Mode;
  /** Threads for one operator; as many as the machine has cores unless given. */
  readonly threads?: number;
  /** Best first; what one can't run the next does, and the cpu everything. */
  readonly executionProviders?: readonly ExecutionProvider[];
}

/** What the backend has done since it was set. */
export interface OnnxStatistics {
  /** Graphs that were compiled, and that are kept compiled. */
  readonly compiled: number;
  readonly kept: number;
  /** Executions of compiled graphs, and of graphs by the cpu kernels because compiling them does not pay yet. */
  readonly nativeRuns: number;
  readonly cpuRuns: number;
  /** How often each kernel ran on the cpu kernels because it, or this case of it, has no native form. */
  readonly cpuKernels: Readonly<Record<string, number>>;
}

/**
 * Changes how the backend works from here on; graphs compiled before are compiled anew.
 *
 * @throws Error where an execution provider is not there, or the number of threads is none.
 */
export function configureOnnx({ mode, threads, executionProviders }: OnnxOptions): void {
  const { executor } = onnxBackend();
  if (threads !== undefined && !(Number.isInteger(threads) && threads > 0)) {
    throw new Error(`The number of threads is ${threads}; it is a whole number from 1 on.`);
  }
  for (const provider of executionProviders ?? []) checkProvider(provider);
  if (mode !== undefined) executor.policy.mode = mode;
  if (threads === undefined && executionProviders === undefined) return;
  executor.sessionOptions = {
    ...executor.sessionOptions,
    ...(threads === undefined ? {} : { threads }),
    ...(executionProviders === undefined ? {} : { executionProviders }),
  };
  if (executionProviders) useChannelBlocks(executionProviders.every((provider) => provider === 'cpu'));
  executor.sessions.clear();
}

/** @throws Error where the backend "onnx" is not registered or can't be made. */
export function onnxStatistics(): OnnxStatistics {
  const { executor, statistics } = onnxBackend();
  const { graphsRun, graphsOnCpu, cpuKernels } = statistics;
  const { compiled, size } = executor.sessions;
  return { compiled, kept: size, nativeRuns: graphsRun, cpuRuns: graphsOnCpu, cpuKernels };
}

/** Why the backend can't run on this machine, in one line; undefined where it can. */
export function onnxProblem(): string | undefined {
  try {
    native();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The library lists providers whose files are not there: only trying tells. */
function checkProvider(provider: ExecutionProvider): void {
  try {
    const x = Value.leaf(Float32Array.of(1), [1], 'float32');
    const { leaves, operations, outputs } = linearize([add(x, x)]);
    const graph = plainGraph({ inputs: leaves, operations, outputs });
    new Session(graph, { inputs: ['float32'], outputs: 1 }, { executionProviders: [provider] }).dispose();
  } catch (cause) {
    throw new Error(
      `ONNX Runtime's execution provider "${provider}" does not work on this machine: ${firstLine(cause).replace(/\.?$/, '.')} ${REMEDIES[provider]}`,
      { cause },
    );
  }
}

const REMEDIES: Readonly<Record<ExecutionProvider, string>> = {
  cpu: 'Install onnxruntime-node again.',
  cuda: 'It needs an NVIDIA GPU with CUDA 12 on Linux, and files that are not part of the package: install it again with `npm install onnxruntime-node --onnxruntime-node-install=cuda12`.',
  webgpu: 'It needs a GPU with a Vulkan, Metal or Direct3D 12 driver.',
};

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!.slice(0, 200);
}

function onnxBackend(): OnnxBackend {
  const backend = findBackend(BACKEND);
  if (backend instanceof OnnxBackend) return backend;
  throw new Error('The backend "onnx" could not be made: see onnxProblem().');
}
