/** What Node alone can do; a page does without this entry. */
export { nodeFiles } from './node-files.js';
export { nodeHost } from './node-host.js';
