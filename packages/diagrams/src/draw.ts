import type { ModelDescription } from '@helmholtz/core/description';

import type { Diagram } from './diagram/diagram.js';
import { layerDiagram } from './diagram/layer-diagram.js';
import { type ViewName, viewNamed } from './views/views.js';
import { writeDot } from './dot/dot.js';
import { portableDialect } from './dot/portable.js';
import { checkName } from './check-name.js';
import { flatten, hasRoles } from './graph/flatten.js';
import { validate } from './graph/validate.js';
import { layOut } from './layout/graphviz.js';
import { checkDpi, type LayerDiagramOptions, resolveOptions } from './options.js';
import { defaultDpi, rasterize } from './png/png.js';
import { writeSvg } from './svg/svg.js';

export interface DrawOptions extends Partial<LayerDiagramOptions> {
  /** Which part of the model to draw, and the defaults of all options; `model`, the whole of it, if not given. */
  readonly view?: ViewName;
  /** Resolution of a PNG in pixels per inch; 192 if not given, which is sharp on any screen. */
  readonly dpi?: number;
}

/**
 * Draws a model as text in Graphviz's DOT language. The same description gives the same bytes.
 *
 * @throws HelmholtzError of kind `usage` for an unknown view or option value, and of kind `graph` for a
 *   description that is cyclic or damaged, or that lacks the roles a view is about
 */
export function toDot(description: ModelDescription, options: DrawOptions = {}): string {
  return writeDot(diagramOf(description, options), portableDialect);
}

/** Draws a model as SVG, laid out by Graphviz. Throws as `toDot` does. */
export async function toSvg(description: ModelDescription, options: DrawOptions = {}): Promise<string> {
  const diagram = diagramOf(description, options);
  return writeSvg(diagram, await layOut(diagram));
}

/** Draws a model as PNG, with its fonts, the same on every machine. Throws as `toDot` does. */
export async function toPng(description: ModelDescription, options: DrawOptions = {}): Promise<Uint8Array> {
  const dpi = checkDpi(options.dpi ?? defaultDpi);
  return rasterize(await toSvg(description, options), dpi);
}

const writers = { dot: toDot, svg: toSvg, png: toPng } as const;

export type DrawFormat = keyof typeof writers;

export const drawFormats = Object.keys(writers) as readonly DrawFormat[];

/** Draws a model in a format that is named, as a command line does. Text formats give a string. */
export async function draw(
  description: ModelDescription,
  format: DrawFormat,
  options: DrawOptions = {},
): Promise<string | Uint8Array> {
  return writers[checkName('format', format, drawFormats)](description, options);
}

/** A description as a diagram, before it is known in which format it is written. */
export function diagramOf(description: ModelDescription, options: DrawOptions): Diagram {
  const view = viewNamed(options.view ?? 'model');
  const resolved = resolveOptions(view.defaults, options);
  validate(description);
  const graph = flatten(
    description,
    ({ inner }) => resolved.expandNested || (inner !== undefined && hasRoles(inner)),
  );
  return layerDiagram(
    graph,
    view.select(graph),
    { caption: view.title, description: view.summary },
    resolved,
  );
}
