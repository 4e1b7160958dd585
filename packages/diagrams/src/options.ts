import type { LevelOptions } from './levels/level.js';
import type { LevelName } from './levels/levels.js';
import type { ThemeName } from './theme/themes.js';

/** Options of `draw`. Each level uses its own; see the descriptions of the options. */
export interface DrawOptions extends LevelOptions {
  /** Level of detail: `layers`, `plates` or `joint`. Default: `layers`. */
  readonly level?: LevelName;
  /** Colours and lines: `light`, `dark` or `print`. Default: `light`. */
  readonly theme?: ThemeName;
  /**
   * Resolution of a PNG in pixels per inch, from 10 to 1200. Default: 192, sharp on high-density
   * screens.
   */
  readonly dpi?: number;
}
