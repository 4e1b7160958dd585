/**
 * Imported by tests: the cpu backend, set, with the gradients of the operations, which core alone
 * does not register.
 */
import '@tensorflow/tfjs-backend-cpu';
import { engine, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';

import { KernelRunner } from '../kernel-runner.js';

await setBackend('cpu');

export const cpuKernels = new KernelRunner('cpu', engine().backend);
