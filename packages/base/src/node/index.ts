/** Functions that need Node. A browser does not load this entry. */
export { nodeFiles } from './node-files.js';
export { nodeHost } from './node-host.js';
