export {
  assemble,
  assembled,
  buildModel,
  createCatalogue,
  createContainer,
  modelContainer,
} from './container.js';
export { type CodeDensity, codeDensity } from './code-density.js';
export { type QuantizedDensity, quantizedDensity } from './quantized-density.js';
export { type FlowDensity, flowDensity } from './flow-density.js';
export { defaultSpec } from './default-spec.js';
export * as recipeParts from './parts.js';
export { defineSpec, type OwnParts, type SpecInput } from './spec-input.js';
