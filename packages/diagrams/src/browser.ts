/** What a browser loads: all but what starts Node's layout engine early, and with it where a page has its assets. */
export * from './common.js';
export { type Asset, type BrowserAssets, useAssets } from './platform/browser.js';
