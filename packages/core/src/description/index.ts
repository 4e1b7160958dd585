export * from './description.js';
