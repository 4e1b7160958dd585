import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

/** Node runs the bundle as a page would. */
const PAGE_IN_NODE = 'const window = Object.assign(Object.create(globalThis), { document: {} });';

/**
 * Bundles as for a page, and returns the text and what it imports from outside.
 *
 * @param inNode whether Node runs it as a page would.
 */
export async function bundle(
  contents: string,
  { inNode = false } = {},
): Promise<{ text: string; outside: string[] }> {
  const outside: string[] = [];
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    platform: 'browser',
    format: 'esm',
    write: false,
    // TensorFlow.js looks for these to know where it is.
    define: { process: 'undefined' },
    banner: { js: inNode ? PAGE_IN_NODE : '' },
    // The digits are 20 MB of numbers, and no programs.
    external: ['mnist/*'],
    plugins: [
      {
        name: 'modules of Node',
        setup(bundling) {
          bundling.onResolve({ filter: /.*/ }, ({ path, importer }) => {
            // The package.json of others may replace a module without the prefix for pages; esbuild
            // sees to that.
            const ofOthers = importer.includes('node_modules');
            if (!path.startsWith('node:') && (ofOthers || !builtinModules.includes(path))) return undefined;
            outside.push(`${path} from ${importer}`);
            return { path, external: true };
          });
        },
      },
    ],
  });
  return { text: outputFiles[0]?.text ?? '', outside };
}
