import { registerOnnxBackend } from './backend/register.js';

registerOnnxBackend();
