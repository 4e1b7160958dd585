export * from './names.js';
export { type PartReference, partName, partOptions } from './part-reference.js';
export { parseSpec, readDeclaration, readSpec, validate } from './parse.js';
export {
  type LayerSpec,
  type OptimizerInput,
  type OptimizerSpec,
  type ScheduleSpec,
  type Spec,
  type SpecInput,
  specSchema,
} from './schema.js';
export { largestSize } from './fields.js';
export { type ScaleForm, scaleForm } from './variables.js';
export { writeSpec } from './write.js';
