export { type Draw, drawnFor } from './draws.js';
export { CompileError } from './errors.js';
export { interpretSteps } from './interpret-steps.js';
export { interpret } from './interpret.js';
export { KernelRunner, type KnownTensor } from './kernel-runner.js';
export { listing } from './listing.js';
export { sharedShape } from './sharing.js';
export type { ShapesOf } from './shapes/rule.js';
export type { Program, ProgramState, ProgramVariable } from './program.js';
export { type TraceOptions, trace } from './trace.js';
export {
  type Call,
  type ElementData,
  type ElementType,
  type Inputs,
  type TensorSpec,
  Value,
  mapInputs,
  sizeOf,
} from './value.js';
