import { platform } from '#platform';
import { describeModel } from '@helmholtz/core/describe';
import type { ModelDescription } from '@helmholtz/core/description';
import { HelmholtzError } from '@helmholtz/base';

import { draw } from './draw.js';
import { type FormatName, formats } from './formats/formats.js';
import type { DrawOptions } from './options.js';

export interface PlotOptions extends DrawOptions {
  /** The file to write, in the format that its name ends in; nothing is written if not given. */
  readonly toFile?: string;
  /** How it is written; as `toFile` ends, else SVG. */
  readonly format?: FormatName;
}

/**
 * Draws a layers model of TensorFlow.js as Keras' `plot_model` does: `await plotModel(model, { toFile: 'model.png',
 * showShapes: true })`. The model may come from any copy of TensorFlow.js, or be a description already.
 *
 * @returns what was drawn: a string for SVG, DOT, Mermaid and JSON, bytes for PNG and PDF
 * @throws HelmholtzError as `draw` does, and of kind `storage` where the file can't be written, which is then left as it was
 */
export async function plotModel(
  model: Parameters<typeof describeModel>[0] | ModelDescription,
  { toFile, format, ...options }: PlotOptions = {},
): Promise<string | Uint8Array> {
  const written = format ?? (toFile === undefined ? 'svg' : formatOf(toFile));
  const drawn = await draw('nodes' in model ? model : describeModel(model), written, options);
  if (toFile !== undefined) await platform.writeFile(toFile, drawn);
  return drawn;
}

function formatOf(file: string): FormatName {
  const format = formats.find(({ name }) => file.toLowerCase().endsWith(`.${name}`));
  if (format) return format.name;
  throw new HelmholtzError('usage', `${file} says no format that can be written.`, {
    hint: `Its name must end in ${formats.map(({ name }) => `.${name}`).join(', ')}, or give the option format.`,
  });
}
