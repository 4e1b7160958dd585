import { registerBackend, removeBackend } from '@tensorflow/tfjs-core';
import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util.js';

import { OnnxBackend } from '../backend/onnx-backend.js';
import { BACKEND, registerOnnxBackend } from '../backend/register.js';
import type { RunSummary, Target } from './results.js';

const target = process.argv[3] as Target;
const backends: OnnxBackend[] = [];

registerOnnxBackend();
if (target !== 'cpu') {
  // TensorFlow.js makes a backend for every group of tests.
  removeBackend(BACKEND);
  registerBackend(BACKEND, () => {
    const backend = new OnnxBackend();
    backend.executor.policy.mode = target;
    // Threads for each of thousands of sessions are what takes longest, and such small graphs don't
    // use them.
    backend.executor.sessionOptions = { threads: 1 };
    backends.push(backend);
    return backend;
  });
}
setTestEnvs([{ name: 'conformance', backendName: target === 'cpu' ? 'cpu' : BACKEND, isDataSync: true }]);

/** Work of all backends of the run. */
export function summary(): RunSummary {
  const declined: Record<string, number> = {};
  for (const { statistics } of backends) {
    for (const [kernel, count] of Object.entries(statistics.declined)) {
      declined[kernel] = (declined[kernel] ?? 0) + count;
    }
  }
  const sum = (count: (backend: OnnxBackend) => number): number =>
    backends.reduce((total, backend) => total + count(backend), 0);
  return {
    graphsRun: sum(({ statistics }) => statistics.graphsRun),
    graphsCompiled: sum(({ executor }) => executor.sessions.compiled),
    graphsOnCpu: sum(({ statistics }) => statistics.graphsOnCpu),
    declined,
  };
}
