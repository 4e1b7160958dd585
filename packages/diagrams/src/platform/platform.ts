import type { SvgElement } from '../svg/element.js';

/** The files that drawing needs and that are no programs: Arimo, Tinos, and the renderer of PNG. */
export const assetNames = ['resvg', 'regular', 'bold', 'upright', 'italic'] as const;

export type AssetName = (typeof assetNames)[number];

/** What is done in another way in Node than in a browser: `node.ts` and `browser.ts`, of which `#platform` is one. */
export interface Platform {
  /** Runs Graphviz, compiled to WebAssembly, on a DOT text and gives its layout as JSON. */
  runGraphviz(this: void, source: string): Promise<string>;
  readAsset(this: void, name: AssetName): Promise<Uint8Array<ArrayBuffer>>;
  writePdf(this: void, svg: SvgElement, paper: string): Promise<Uint8Array>;
  writeFile(this: void, path: string, contents: string | Uint8Array): Promise<void>;
}
