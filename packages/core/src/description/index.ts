export * from './description.js';
export { isInNats } from './metric-units.js';
export { withStableNames } from './stable-names.js';
