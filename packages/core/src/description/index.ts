export * from './description.js';
export { boundMetrics, isInNats } from './bound-metrics.js';
export type { PhaseUse } from './phase-use.js';
export { withStableNames } from './stable-names.js';
