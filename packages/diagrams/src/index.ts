export * from './common.js';
export { startLayoutEngine } from './platform/node.js';
