import type { Size } from '../size/pages.js';
import type { SvgElement } from '../svg/element.js';

/** Files that drawing loads: the fonts Arimo and Tinos, and the WebAssembly that renders PNG. */
export const assetNames = ['resvg', 'regular', 'bold', 'upright', 'italic'] as const;

export type AssetName = (typeof assetNames)[number];

/**
 * Operations that differ between Node (`node.ts`) and browsers (`browser.ts`). `#platform` resolves
 * to one of them.
 */
export interface Platform {
  /** Runs Graphviz, compiled to WebAssembly, on DOT source and returns the layout as JSON. */
  runGraphviz(this: void, source: string): Promise<string>;
  readAsset(this: void, name: AssetName): Promise<Uint8Array<ArrayBuffer>>;
  /** @param sheet size of the paper, in pixels; that of the picture by default. */
  writePdf(this: void, svg: SvgElement, paper: string, sheet?: Size): Promise<Uint8Array>;
  writeFile(this: void, path: string, contents: string | Uint8Array): Promise<void>;
}
