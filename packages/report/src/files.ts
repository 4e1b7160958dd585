import type { Diagram } from './content.js';
import { HelmholtzError } from '@helmholtz/base';
import type { Figures } from './figures/draw-figures.js';

/**
 * Returns the files of figures and diagrams by name: `<name>.svg` and `<name>.png` for each. The
 * caller writes them.
 *
 * @param svgToPng renders SVG as PNG, such as `rasterize` of `@helmholtz/diagrams`
 * @throws HelmholtzError of kind `usage` for a diagram whose name is taken or can't be a file name
 * @example
 * ```ts
 * import { rasterize } from '@helmholtz/diagrams';
 * import { figureFiles } from '@helmholtz/report';
 *
 * const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
 * const diagram = { name: 'encoder', title: 'Encoder', caption: 'From x to z.', svg };
 * const files = await figureFiles({}, [diagram], rasterize);
 * console.log([...files.keys()]); // [ 'encoder.svg', 'encoder.png' ]
 * ```
 */
export async function figureFiles(
  figures: Figures,
  diagrams: readonly Diagram[],
  svgToPng: (svg: string) => Promise<Uint8Array>,
): Promise<Map<string, string | Uint8Array>> {
  const files = new Map<string, string | Uint8Array>();
  for (const { name, svg } of [...Object.values(figures), ...diagrams]) {
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name) || files.has(`${name}.svg`)) {
      throw new HelmholtzError(
        'usage',
        `Invalid diagram name ${JSON.stringify(name)}. Expected a unique name of lower-case letters, digits and hyphens.`,
        { hint: 'Rename the diagram. The name is that of its files.' },
      );
    }
    files.set(`${name}.svg`, svg);
    files.set(`${name}.png`, await svgToPng(svg));
  }
  return files;
}
