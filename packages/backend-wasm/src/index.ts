export { improveWasm } from './improve-wasm.js';
