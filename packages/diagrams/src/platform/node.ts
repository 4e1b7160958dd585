import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { isMainThread } from 'node:worker_threads';

import { platform as base } from '@helmholtz/base';

import type { AssetName, Platform } from './platform.js';

const require = createRequire(import.meta.url);

/** Files of other packages that drawing reads. */
const paths: Readonly<Record<AssetName, string>> = {
  resvg: '@resvg/resvg-wasm/index_bg.wasm',
  regular: '@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf',
  bold: '@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf',
  upright: '@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf',
  italic: '@expo-google-fonts/tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf',
};

/**
 * graphviz-cli computes in a worker thread of its own, which doesn't keep a process alive. It can't
 * start one from inside another worker thread, nor under `node --input-type=...`, an option that
 * its worker would inherit.
 */
const startsWorkers = isMainThread && !process.execArgv.some((option) => option.startsWith('--input-type'));

export const platform: Platform = {
  async runGraphviz(source) {
    if (startsWorkers) {
      const { renderGraphFromSource } = await import('graphviz-cli');
      return renderGraphFromSource({ input: source }, { format: 'json0' });
    }
    // The engine that graphviz-cli wraps, called directly.
    const { default: renderSync } = await import('@aduh95/viz.js/sync');
    return renderSync(source, { format: 'json0' });
  },
  readAsset: async (name) => new Uint8Array(await readFile(require.resolve(paths[name]))),
  writePdf: async (...picture) => (await import('../pdf/pdf.js')).writePdf(...picture),
  writeFile: async (path, contents) => base.files.writeAtomic(path, contents),
};

/**
 * Starts the layout engine in the background, which takes a tenth of a second. Optional: drawing
 * starts it if needed.
 *
 * @example
 * ```ts
 * import { startLayoutEngine } from '@helmholtz/diagrams';
 *
 * startLayoutEngine(); // then build or load the model, and draw it
 * ```
 */
export function startLayoutEngine(): void {
  // A failure is reported by the first drawing that needs the engine.
  if (startsWorkers) platform.runGraphviz('graph {}').catch(() => undefined);
}
