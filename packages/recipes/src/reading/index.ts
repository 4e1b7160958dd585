export { type DataFacts, type DeclarationSources, declareSpec, isRun, isSpecFile } from './declare-spec.js';
export { type Setting, readSetting } from './settings.js';
export type { SpecOptions } from './spec-options.js';
