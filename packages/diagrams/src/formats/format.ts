import type { Diagram } from '../diagram/diagram.js';
import type { SvgElement } from '../svg/element.js';
import type { Theme } from '../theme/theme.js';

/** What a format is written from. */
export interface Drawing {
  readonly diagram: Diagram;
  readonly theme: Theme;
  /** What JSON keeps: the description of the model, or whatever else was drawn. */
  readonly source: unknown;
  /** Lays the diagram out, and draws it. */
  readonly picture: () => Promise<SvgElement>;
  /** Resolution of pixels in dots per inch. */
  readonly dpi: number;
}

/** How a drawing is written. One file each, and one line in `formats.ts`. */
export interface Format {
  /** Its name, which files of it end in, too. */
  readonly name: string;
  readonly summary: string;
  /** Whether people read it as text, rather than as a picture. */
  readonly isSource: boolean;
  readonly write: (drawing: Drawing) => Promise<string | Uint8Array>;
}
