import type { LevelOptions } from './levels/level.js';
import type { LevelName } from './levels/levels.js';
import type { ThemeName } from './theme/themes.js';

/** How a model is drawn. */
export interface DrawOptions extends LevelOptions {
  /** What the model is shown as; `layers` if not given. */
  readonly level?: LevelName;
  /** Colours and lines; `light` if not given. */
  readonly theme?: ThemeName;
  /** Resolution of a PNG in pixels per inch; 192 if not given, which is sharp on any screen. */
  readonly dpi?: number;
}
