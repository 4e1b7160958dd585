import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const { resolve } = createRequire(import.meta.url);

const fontFiles = ['400Regular/Arimo_400Regular.ttf', '700Bold/Arimo_700Bold.ttf'];

let ready: Promise<Uint8Array[]> | undefined;

/**
 * Renders an SVG document as PNG on white, two pixels to a unit. The same everywhere: its one font, Arimo, comes
 * with it and stands for every font that a document names. Needs Node; in a browser, a canvas does it.
 */
export async function svgToPng(svg: string): Promise<Uint8Array> {
  ready ??= load();
  const fontBuffers = await ready;
  const renderer = new Resvg(svg, {
    background: 'white',
    fitTo: { mode: 'zoom', value: 2 },
    font: {
      fontBuffers,
      defaultFontFamily: 'Arimo',
      sansSerifFamily: 'Arimo',
      serifFamily: 'Arimo',
      monospaceFamily: 'Arimo',
    },
  });
  const image = renderer.render();
  try {
    return image.asPng();
  } finally {
    image.free();
    renderer.free();
  }
}

/** The renderer is one to a process, whoever starts it, so that it runs already is no failure. */
async function load(): Promise<Uint8Array[]> {
  try {
    await initWasm(await readFile(resolve('@resvg/resvg-wasm/index_bg.wasm')));
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('Already initialized'))) throw error;
  }
  return Promise.all(fontFiles.map((file) => readFile(resolve(`@expo-google-fonts/arimo/${file}`))));
}
