import type { ModelDescription } from '@helmholtz/core/description';

import { checkName } from './check-name.js';
import { defined } from './defined.js';
import type { Diagram } from './diagram/diagram.js';
import { type FormatName, formatNamed } from './formats/formats.js';
import { layOut } from './layout/graphviz.js';
import { levelNamed } from './levels/levels.js';
import type { DrawOptions } from './options.js';
import { checkDpi, defaultDpi } from './png/png.js';
import { sized } from './size/sized.js';
import { drawSvg } from './svg/svg.js';
import type { Theme } from './theme/theme.js';
import { type ThemeName, themes } from './theme/themes.js';

/**
 * Draws a model in the given format. The same description and options give the same bytes on every
 * machine.
 *
 * @returns a string for `svg`, `tikz`, `dot`, `mmd` and `json`, bytes for `png` and `pdf`
 * @throws HelmholtzError of kind `usage` for an unknown format, level, view or option value; of
 *   kind `graph` for a description that is cyclic or damaged, or that lacks a role which the level
 *   or view shows
 * @example
 * ```ts
 * import { draw } from '@helmholtz/diagrams';
 * import { buildModel } from '@helmholtz/recipes';
 *
 * const { description } = buildModel({
 *   recipe: 'vae',
 *   observed: { shape: [784] },
 *   latents: [{ name: 'z', size: 2 }],
 *   networks: { recognition: [], generative: [] },
 * });
 * const plates = await draw(description, 'mmd', { level: 'plates' });
 * console.log(String(plates).includes('flowchart')); // true
 * ```
 */
export async function draw(
  model: ModelDescription,
  format: FormatName,
  options: DrawOptions = {},
): Promise<string | Uint8Array> {
  const level = levelNamed(options.level ?? 'layers');
  const { picture, tikz } = level;
  return drawDiagram(
    level.diagram(model, options),
    format,
    { ...options, source: model, ...(tikz ? { tikz: (theme: Theme) => tikz(model, options, theme) } : {}) },
    picture && ((theme) => picture(model, options, theme)),
  );
}

/** Options that apply to every diagram. */
export interface DiagramOptions extends Pick<
  DrawOptions,
  'theme' | 'dpi' | 'width' | 'height' | 'page' | 'onNotice'
> {
  /** Data that the format JSON writes. Default: the diagram itself. */
  readonly source?: unknown;
  /** Writes TikZ, for a level with a notation of its own. Default: cards. */
  readonly tikz?: (theme: Theme) => string;
}

/** Draws a finished diagram, by default as cards that Graphviz lays out. */
export async function drawDiagram(
  diagram: Diagram,
  format: FormatName,
  options: DiagramOptions = {},
  picture = async (theme: Theme) => drawSvg(diagram, await layOut(diagram), theme),
): Promise<string | Uint8Array> {
  const {
    theme: themeName = 'light',
    dpi = defaultDpi,
    source = diagram,
    width,
    height,
    page,
    tikz,
  } = options;
  const notice = options.onNotice ?? (() => undefined);
  const theme = themes[checkName('theme', themeName, Object.keys(themes) as ThemeName[])];
  return formatNamed(format).write({
    diagram,
    theme,
    source,
    dpi: checkDpi(dpi),
    picture: async () => sized(await picture(theme), options, notice),
    size: defined({ width, height, page }),
    ...(tikz === undefined ? {} : { tikz }),
    notice,
  });
}

/**
 * Draws a model as text in Graphviz's DOT language. Short for `draw(model, 'dot', options)`.
 *
 * @example
 * ```ts
 * import { readModel, toDot } from '@helmholtz/diagrams';
 *
 * const config = { name: 'dense', units: 2, batch_input_shape: [null, 3] };
 * const layers = [{ class_name: 'Dense', config }];
 * const model = readModel({ class_name: 'Sequential', config: { name: 'small', layers } });
 * const dot = await toDot(model);
 * console.log(dot.includes('dense_input')); // true
 * ```
 */
export async function toDot(model: ModelDescription, options?: DrawOptions): Promise<string> {
  return (await draw(model, 'dot', options)) as string;
}

/**
 * Draws a model as SVG. Short for `draw(model, 'svg', options)`.
 *
 * @example
 * ```ts
 * import { describeModel } from '@helmholtz/core';
 * import { toSvg } from '@helmholtz/diagrams';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 *
 * const model = sequential({ layers: [layers.dense({ units: 2, inputShape: [3] })] });
 * const svg = await toSvg(describeModel(model), { showShapes: true });
 * console.log(svg.startsWith('<svg'), svg.includes('(batch, 3)')); // true true
 * ```
 */
export async function toSvg(model: ModelDescription, options?: DrawOptions): Promise<string> {
  return (await draw(model, 'svg', options)) as string;
}

/**
 * Draws a model as PNG with embedded fonts. Short for `draw(model, 'png', options)`.
 *
 * @example
 * ```ts
 * import { describeModel } from '@helmholtz/core';
 * import { toPng } from '@helmholtz/diagrams';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 *
 * const model = sequential({ layers: [layers.dense({ units: 2, inputShape: [3] })] });
 * const png = await toPng(describeModel(model), { dpi: 96 });
 * console.log(String.fromCharCode(...png.subarray(1, 4))); // PNG
 * ```
 */
export async function toPng(model: ModelDescription, options?: DrawOptions): Promise<Uint8Array> {
  return (await draw(model, 'png', options)) as Uint8Array;
}
