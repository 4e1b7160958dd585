export * from './errors.js';
export { parseJson } from './json.js';
export * from './plain-data.js';
