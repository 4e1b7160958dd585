export * from './description.js';
export { withStableNames } from './stable-names.js';
