/** Entry point for browsers: without `startLayoutEngine`, with `useAssets`. */
export * from './common.js';
export { type Asset, type BrowserAssets, useAssets } from './platform/browser.js';
