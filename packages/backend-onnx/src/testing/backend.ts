/**
 * Imported by tests: the backend, set, with the gradients of the operations, which core alone does
 * not register.
 */
import { engine, setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';

import '../index.js';
import { OnnxBackend } from '../backend/onnx-backend.js';

await setBackend('onnx');
const { backend } = engine();
if (!(backend instanceof OnnxBackend)) throw new Error('The backend "onnx" could not be set.');

export const onnx: OnnxBackend = backend;
