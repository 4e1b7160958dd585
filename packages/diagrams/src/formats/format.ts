import type { Diagram } from '../diagram/diagram.js';
import type { SizeOptions } from '../size/sized.js';
import type { SvgElement } from '../svg/element.js';
import type { Theme } from '../theme/theme.js';

/** Input of a format. */
export interface Drawing {
  readonly diagram: Diagram;
  readonly theme: Theme;
  /** Data that the format JSON writes, such as the model description. */
  readonly source: unknown;
  /** Lays the diagram out, and draws it in the size that was asked for. */
  readonly picture: () => Promise<SvgElement>;
  /** Writes TikZ, for a level with a notation of its own. Default: cards. */
  readonly tikz?: (theme: Theme) => string;
  /** Resolution of pixels in dots per inch. */
  readonly dpi: number;
  /** Size that was asked for. */
  readonly size: SizeOptions;
  /** Tells what is drawn in another way than asked for, in one line. */
  readonly notice: (line: string) => void;
}

/** File format of drawings. One file each, and one line in `formats.ts`. */
export interface Format {
  /** Name of the format, and extension of its files. */
  readonly name: string;
  readonly summary: string;
  /** Whether the format is text to read or edit, rather than a picture. */
  readonly isSource: boolean;
  readonly write: (drawing: Drawing) => Promise<string | Uint8Array>;
}
