/** Imported by tests that compute: the cpu backend, without the advice to install another that it prints in Node. */
import { env } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';

env().set('IS_TEST', true);
