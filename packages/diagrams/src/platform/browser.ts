import { HelmholtzError } from '@helmholtz/base';

import { type AssetName, type Platform, assetNames } from './platform.js';

/** Location of a file that drawing needs: its URL, or its bytes. */
export type Asset = string | URL | Uint8Array<ArrayBuffer>;

/**
 * Files that a browser needs to lay out SVG and PNG. DOT, Mermaid, JSON, and plates as SVG or
 * TikZ need none of them.
 */
export interface BrowserAssets extends Partial<Record<AssetName, Asset>> {
  /** URL of `dist/render.browser.js` of `@aduh95/viz.js`. */
  readonly layout?: string | URL;
  /**
   * URL of `dist/render.wasm` of `@aduh95/viz.js`. Default: `render.wasm` in the folder of
   * `layout`.
   */
  readonly layoutWasm?: string | URL;
}

type Told = AssetName | 'layout';

const hints: Readonly<Record<Told, string>> = {
  layout: '@aduh95/viz.js/dist/render.browser.js, with render.wasm beside it',
  resvg: '@resvg/resvg-wasm/index_bg.wasm',
  regular: '@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf',
  bold: '@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf',
  upright: '@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf',
  italic: '@expo-google-fonts/tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf',
};

let knownAssets: BrowserAssets = {};
let layoutEngine: Promise<{ renderString(source: string, options: object): Promise<string> }> | undefined;

/**
 * Sets where a page loads the files that drawing needs. Files not named keep the location of an
 * earlier call.
 */
export function useAssets(assets: BrowserAssets): void {
  knownAssets = { ...knownAssets, ...assets };
  if (assets.layout !== undefined) layoutEngine = undefined;
}

export const platform: Platform = {
  async runGraphviz(source) {
    layoutEngine ??= startEngine(told('layout'));
    const engine = await layoutEngine.catch((error: unknown) => {
      layoutEngine = undefined;
      throw error;
    });
    return engine.renderString(source, { format: 'json0' });
  },
  readAsset: async (name) => {
    const asset = told(name);
    return asset instanceof Uint8Array ? asset : fetchBytes(asset);
  },
  writePdf: () => refuse('PDF is not available in a browser.', 'Draw SVG and print the page, or draw PNG.'),
  writeFile: () =>
    refuse('The option "toFile" is not available in a browser.', 'Remove it, and save the returned drawing.'),
};

async function startEngine(layout: string | URL) {
  const script = absolute(layout);
  // A worker with a missing script never answers, so fetch the script first.
  await fetchBytes(script);
  const wasm = absolute(knownAssets.layoutWasm ?? new URL('render.wasm', script));
  // The engine's own script does not find its WebAssembly by itself.
  const start = `import init from ${JSON.stringify(script)}; init({ locateFile: () => ${JSON.stringify(wasm)} });`;
  const workerURL = URL.createObjectURL(new Blob([start], { type: 'text/javascript' }));
  const { default: Viz } = await import('@aduh95/viz.js');
  return new Viz({ workerURL });
}

/** Resolves an address as the page's `fetch` does. */
function absolute(address: string | URL): string {
  return new Request(address).url;
}

function told<Name extends Told>(name: Name): NonNullable<BrowserAssets[Name]> {
  const asset = knownAssets[name];
  if (asset !== undefined) return asset;
  const names = ['layout', ...assetNames].join(', ');
  throw new HelmholtzError('usage', `The location of the asset "${name}" is not set.`, {
    hint: `Call useAssets({ ${name}: ... }) with the URL of ${hints[name]}. Assets: ${names}.`,
  });
}

async function fetchBytes(address: string | URL): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(address);
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  throw new HelmholtzError('data', `Could not fetch ${String(address)}: status ${response.status}.`, {
    hint: 'Check the URL passed to useAssets, and that the server serves the file.',
  });
}

async function refuse(message: string, hint: string): Promise<never> {
  throw new HelmholtzError('usage', message, { hint });
}
