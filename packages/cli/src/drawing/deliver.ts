import { dirname, resolve } from 'node:path';

import { platform, itemAt } from '@helmholtz/base';
import { type DrawOptions, type FormatName, draw, formats } from '@helmholtz/diagrams';

import type { Terminal } from '../terminal.js';
import type { Figure } from './figures.js';
import type { Subject } from './subject.js';
import { type Target, filesIn } from './targets.js';

export interface Drawn {
  readonly figure: Figure;
  readonly format: FormatName;
  readonly contents: string | Uint8Array;
  /** File name without extension: `vae` in `vae.svg`. */
  readonly name: string;
}

/** Draws every figure of every model in every format. */
export async function drawAll(
  subjects: readonly Subject[],
  figures: readonly Figure[],
  target: Target,
  options: DrawOptions,
): Promise<Drawn[]> {
  const drawn: Drawn[] = [];
  for (const format of target.formats) {
    for (const { name, description, training } of subjects) {
      for (const requested of figures) {
        const figure = withView(requested, description);
        const contents = await draw(description, format, { ...training, ...options, ...figure });
        const part = figure.view ?? figure.level;
        drawn.push({ figure, format, contents, name: subjects.length > 1 ? `${name}-${part}` : part });
      }
    }
  }
  return drawn;
}

/** Adds the default view of layers: `vae` for a model with latents, otherwise `model`. */
function withView(figure: Figure, { nodes }: Subject['description']): Figure {
  if (figure.level !== 'layers' || figure.view !== undefined) return figure;
  return { ...figure, view: nodes.some(({ role }) => role === 'latent') ? 'vae' : 'model' };
}

/** Writes drawings to stdout or, atomically, to their files. */
export async function deliver(
  drawn: readonly Drawn[],
  { file, folder }: Target,
  terminal: Terminal,
): Promise<void> {
  const only = itemAt(drawn, 0);
  if (file === undefined && folder === undefined && goesToScreen(only, terminal)) {
    const { figure, format, contents } = only;
    return terminal.result((contents as string).trimEnd(), { ...figure, format, drawing: contents });
  }
  const files = file ? [file] : filesIn(folder ?? '.', drawn);
  for (const path of new Set(files.map((path) => dirname(resolve(path)))))
    await platform.files.makeFolder(path);
  for (const [index, { contents }] of drawn.entries())
    await platform.files.writeAtomic(resolve(itemAt(files, index)), contents);
  terminal.result(files.map((path) => `wrote ${path}`).join('\n'), { files });
}

/** Text goes to stdout, except thousands of lines of SVG to a terminal. */
function goesToScreen({ format, contents }: Drawn, { json }: Terminal): boolean {
  const { isSource } = formats.find(({ name }) => name === format)!;
  return typeof contents === 'string' && (isSource || json || !process.stdout.isTTY);
}
