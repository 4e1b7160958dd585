import type { Diagram } from './content.js';
import { HelmholtzError } from '@helmholtz/base';
import type { Figures } from './figures/draw-figures.js';

/** Every figure and diagram as `<name>.svg` and `<name>.png`, by file name. Writing them is the caller's. */
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
        `A diagram is named ${JSON.stringify(name)}; expected a name of its own of lower-case letters, digits and hyphens.`,
        { hint: 'Rename it: its files get this name.' },
      );
    }
    files.set(`${name}.svg`, svg);
    files.set(`${name}.png`, await svgToPng(svg));
  }
  return files;
}
