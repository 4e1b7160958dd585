import type { ModelDescription } from '@helmholtz/core/description';

import { checkName } from './check-name.js';
import type { Diagram } from './diagram/diagram.js';
import { type FormatName, formatNamed } from './formats/formats.js';
import { layOut } from './layout/graphviz.js';
import { levelNamed } from './levels/levels.js';
import type { DrawOptions } from './options.js';
import { checkDpi, defaultDpi } from './png/png.js';
import { drawSvg } from './svg/svg.js';
import type { Theme } from './theme/theme.js';
import { type ThemeName, themes } from './theme/themes.js';

/**
 * Draws a model in a format that is named. Text formats give a string. The same description gives the same bytes.
 *
 * @throws HelmholtzError of kind `usage` for an unknown format, level, view or option value, and of kind `graph` for a
 *   description that is cyclic or damaged, or that lacks the roles that are to be shown
 */
export async function draw(
  model: ModelDescription,
  format: FormatName,
  options: DrawOptions = {},
): Promise<string | Uint8Array> {
  const level = levelNamed(options.level ?? 'layers');
  const { picture } = level;
  return drawDiagram(
    level.diagram(model, options),
    format,
    { ...options, source: model },
    picture && ((theme) => picture(model, options, theme)),
  );
}

/** What any diagram is drawn with. */
export interface DiagramOptions extends Pick<DrawOptions, 'theme' | 'dpi'> {
  /** What is written as JSON; the diagram itself if not given. */
  readonly source?: unknown;
}

/** Draws a diagram that was made already, with a picture of its own or as cards that Graphviz lays out. */
export async function drawDiagram(
  diagram: Diagram,
  format: FormatName,
  { theme: themeName = 'light', dpi = defaultDpi, source = diagram }: DiagramOptions = {},
  picture = async (theme: Theme) => drawSvg(diagram, await layOut(diagram), theme),
): Promise<string | Uint8Array> {
  const theme = themes[checkName('theme', themeName, Object.keys(themes) as ThemeName[])];
  const drawing = { diagram, theme, source, dpi: checkDpi(dpi), picture: () => picture(theme) };
  return formatNamed(format).write(drawing);
}

/** Draws a model as text in Graphviz's DOT language. Throws as `draw` does, and so do the others. */
export async function toDot(model: ModelDescription, options?: DrawOptions): Promise<string> {
  return (await draw(model, 'dot', options)) as string;
}

/** Draws a model as SVG. */
export async function toSvg(model: ModelDescription, options?: DrawOptions): Promise<string> {
  return (await draw(model, 'svg', options)) as string;
}

/** Draws a model as PNG, with its fonts. */
export async function toPng(model: ModelDescription, options?: DrawOptions): Promise<Uint8Array> {
  return (await draw(model, 'png', options)) as Uint8Array;
}
