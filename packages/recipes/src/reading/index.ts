export type { ColumnFacts } from './column-likelihoods.js';
export type { Declaration } from './declaration.js';
export { type DataFacts, type DeclarationSources, declareSpec } from './declare-spec.js';
export { type Setting, readSetting } from './settings.js';
export { isRun, isSpecFile, readSpecFile } from './spec-file.js';
export type { SpecOptions } from './spec-options.js';
