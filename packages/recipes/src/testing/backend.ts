/** Imported by tests that compute: the cpu backend, without the advice to install another that it prints in Node. */
import { env } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
// Brings the gradients of the operations, which core on its own does not register in Node.
import '@tensorflow/tfjs-layers';

env().set('IS_TEST', true);
