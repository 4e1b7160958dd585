/**
 * Imported by tests that compute: the cpu backend, without the advice to install another that it
 * prints in Node.
 */
import { env, scalar, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
// Brings the gradients of the operations, which core on its own does not register in Node.
import '@tensorflow/tfjs-layers';

// The advice comes with the first tensor, unless in a test of TensorFlow.js itself, which would
// check much else besides.
env().set('IS_TEST', true);
await setBackend('cpu');
scalar(0).dispose();
env().set('IS_TEST', false);
