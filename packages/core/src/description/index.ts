export * from './description.js';
export { isInNats } from './metric-units.js';
export type { PhaseUse } from './phase-use.js';
export { withStableNames } from './stable-names.js';
