// TensorFlow.js's own tests. They take their environment when they are loaded, so it comes first.
export { summary } from './environment.js';

import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js';
import '@tensorflow/tfjs-core/dist/tests.js';
