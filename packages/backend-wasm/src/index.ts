export { improveWasm } from './improve-wasm.js';
export { useWasm } from './use-wasm.js';
