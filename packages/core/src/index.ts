export * from './description/description.js';
export * from './errors.js';
