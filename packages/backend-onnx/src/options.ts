import { itemAt } from './graph/item-at.js';
import { findBackend } from '@tensorflow/tfjs-core';

import { OnnxBackend } from './backend/onnx-backend.js';
import type { Mode } from './backend/policy.js';
import { BACKEND } from './backend/register.js';
import { linearize } from './graph/linearize.js';
import { add } from './graph/operators/elementwise.js';
import { Value } from './graph/value.js';
import { plainGraph } from './onnx/encode.js';
import { useChannelBlocks } from './graph/operators/channel-block.js';
import { native } from './session/native.js';
import { Session } from './session/session.js';

/** Device that runs graphs. `cpu` works on every machine. */
export type ExecutionProvider = 'cpu' | 'cuda' | 'webgpu';

/** Options of `configureOnnx`. */
export interface OnnxOptions {
  /**
   * `auto` (default) compiles graphs when it pays; `native` compiles every graph; `cpu` compiles
   * none.
   */
  readonly mode?: Mode;
  /** Threads for one operator. Default: the number of cores. */
  readonly threads?: number;
  /**
   * Preferred providers first. An operator runs on the first provider that supports it. Default:
   * `['cpu']`.
   */
  readonly executionProviders?: readonly ExecutionProvider[];
}

/** Counts of the work of the backend since it was set. */
export interface OnnxStatistics {
  /** Number of compiled graphs. */
  readonly compiled: number;
  /** Compiled graphs that are kept for reuse. */
  readonly kept: number;
  /** Executions of compiled graphs. */
  readonly nativeRuns: number;
  /** Executions of graphs on the cpu kernels, because compiling them does not pay yet. */
  readonly cpuRuns: number;
  /**
   * Number of calls of each kernel that ran on the cpu kernels, because this case has no ONNX form.
   */
  readonly cpuKernels: Readonly<Record<string, number>>;
}

/**
 * Changes options of the backend. New threads or providers discard the graphs that were compiled
 * before.
 *
 * @throws Error if an execution provider does not work on this machine, or `threads` is not a
 *   positive integer.
 *
 * @example
 * ```ts
 * import { configureOnnx } from '@helmholtz/backend-onnx';
 *
 * configureOnnx({ mode: 'native', threads: 2 });
 * ```
 */
export function configureOnnx({ mode, threads, executionProviders }: OnnxOptions): void {
  const { executor } = onnxBackend();
  if (threads !== undefined && !(Number.isInteger(threads) && threads > 0)) {
    throw new Error(`threads is ${threads}; expected a positive integer.`);
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

/**
 * Returns counts of the work of the backend.
 *
 * @throws Error if the native library does not load on this machine.
 *
 * @example
 * ```ts
 * import { onnxStatistics } from '@helmholtz/backend-onnx';
 *
 * const { compiled, cpuKernels } = onnxStatistics();
 * console.log(compiled, cpuKernels);
 * ```
 */
export function onnxStatistics(): OnnxStatistics {
  const { executor, statistics } = onnxBackend();
  const { graphsRun, graphsOnCpu, cpuKernels } = statistics;
  const { compiled, size } = executor.sessions;
  return { compiled, kept: size, nativeRuns: graphsRun, cpuRuns: graphsOnCpu, cpuKernels };
}

/**
 * Returns why the backend does not run on this machine, in one line, or undefined if it does.
 *
 * @example
 * ```ts
 * import { onnxProblem } from '@helmholtz/backend-onnx';
 * import * as tf from '@tensorflow/tfjs-core';
 *
 * await tf.setBackend(onnxProblem() === undefined ? 'onnx' : 'cpu');
 * ```
 */
export function onnxProblem(): string | undefined {
  try {
    native();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The library also lists providers whose files are missing, so each provider is tried. */
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
  cuda: 'It requires an NVIDIA GPU with CUDA 12 on Linux, and files that are not part of the package: run `npm install onnxruntime-node --onnxruntime-node-install=cuda12`.',
  webgpu: 'It requires a GPU with a Vulkan, Metal or Direct3D 12 driver.',
};

function firstLine(error: unknown): string {
  return itemAt((error instanceof Error ? error.message : String(error)).split('\n'), 0).slice(0, 200);
}

function onnxBackend(): OnnxBackend {
  const backend = findBackend(BACKEND);
  if (backend instanceof OnnxBackend) return backend;
  throw new Error('The backend "onnx" does not run on this machine. onnxProblem() returns the reason.');
}
