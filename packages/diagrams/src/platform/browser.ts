import { HelmholtzError } from '@helmholtz/base';

import { type AssetName, type Platform, assetNames } from './platform.js';

/** Where a page has what drawing needs: an address, or the bytes themselves. */
export type Asset = string | URL | Uint8Array<ArrayBuffer>;

/** What SVG, PNG and their layouts are made with in a browser; DOT, Mermaid, JSON and plates as SVG need none of it. */
export interface BrowserAssets extends Partial<Record<AssetName, Asset>> {
  /** The address of `dist/render.browser.js` of `@aduh95/viz.js`. */
  readonly layout?: string | URL;
  /** The address of `dist/render.wasm` of `@aduh95/viz.js`; beside `layout` if not given. */
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

let known: BrowserAssets = {};
let layoutEngine: Promise<{ renderString(source: string, options: object): Promise<string> }> | undefined;

/** Tells where the page has them; what was told before stays unless it is told anew. */
export function useAssets(assets: BrowserAssets): void {
  known = { ...known, ...assets };
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
  writePdf: () => refuse('PDF is not written in a browser.', 'Write SVG and print the page, or write PNG.'),
  writeFile: () => refuse('A browser writes no files.', 'Leave toFile out, and save what is returned.'),
};

async function startEngine(layout: string | URL) {
  const script = absolute(layout);
  // A worker whose script is missing would never answer.
  await fetchBytes(script);
  const wasm = absolute(known.layoutWasm ?? new URL('render.wasm', script));
  // The engine's own script does not find its WebAssembly by itself.
  const start = `import init from ${JSON.stringify(script)}; init({ locateFile: () => ${JSON.stringify(wasm)} });`;
  const workerURL = URL.createObjectURL(new Blob([start], { type: 'text/javascript' }));
  const { default: Viz } = await import('@aduh95/viz.js');
  return new Viz({ workerURL });
}

/** As the page would fetch it. */
function absolute(address: string | URL): string {
  return new Request(address).url;
}

function told<Name extends Told>(name: Name): NonNullable<BrowserAssets[Name]> {
  const asset = known[name];
  if (asset !== undefined) return asset;
  const names = ['layout', ...assetNames].join(', ');
  throw new HelmholtzError('usage', `The page has not said where the asset "${name}" is.`, {
    hint: `Call useAssets({ ${name}: ... }) with the address of ${hints[name]}; the assets are ${names}.`,
  });
}

async function fetchBytes(address: string | URL): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(address);
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  throw new HelmholtzError('data', `${String(address)} could not be fetched: status ${response.status}.`, {
    hint: 'Check what useAssets was given, and that the file is served there.',
  });
}

async function refuse(message: string, hint: string): Promise<never> {
  throw new HelmholtzError('usage', message, { hint });
}
