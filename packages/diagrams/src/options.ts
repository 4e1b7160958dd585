import type { LevelOptions } from './levels/level.js';
import type { LevelName } from './levels/levels.js';
import type { SizeOptions } from './size/sized.js';
import type { ThemeName } from './theme/themes.js';

/** Options of `draw`. Each level uses its own; see the descriptions of the options. */
export interface DrawOptions extends LevelOptions, SizeOptions {
  /** Level of detail: `layers`, `plates` or `joint`. Default: `layers`. */
  readonly level?: LevelName;
  /** Colours and lines: `light`, `dark` or `print`. Default: `light`. */
  readonly theme?: ThemeName;
  /**
   * Resolution of a PNG in pixels per inch, from 10 to 1200. Default: 192, sharp on high-density
   * screens. A picture of too many pixels has a lower one.
   */
  readonly dpi?: number;
  /**
   * Receives a line for what was drawn in another way than asked for, or can't be read: a lower
   * resolution, or text too small for print.
   */
  readonly onNotice?: (line: string) => void;
}
