export type { FactoryName, LayerClass, LayerInput } from './layer-input.js';
export { mergeModes, recurrentFactories, unchainedFactories, wrappers } from './layer-input.js';
export {
  type LatentReference,
  type LatentSource,
  type ExpertSource,
  partOf,
  sourceOf,
} from './latent-reference.js';
export { maskValueOf, takesStepMask } from './mask-value.js';
export { type PartReference, partName, partOptions } from './part-reference.js';
export { parseSpec, readDeclaration, readSpec, validate } from './parse.js';
export {
  type LayerSpec,
  type OptimizerInput,
  type OptimizerSpec,
  type ScheduleSpec,
  type Spec,
  type SpecDeclaration,
  specSchema,
} from './schema.js';
export { largestSize } from './fields.js';
export { defaultSections, parseSections } from './sections.js';
export { type ScaleForm, scaleForm } from './variables.js';
export type { PartLists, SpecInput } from './spec-input.js';
export { writeSpec } from './write.js';
