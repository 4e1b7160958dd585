import type { ModelDescription } from '@helmholtz/core/description';

import type { Diagram } from '../diagram/diagram.js';
import type { LayerDiagramOptions } from '../diagram/options.js';
import type { JointOptions } from '../joint/options.js';
import type { PlateOptions } from '../plates/options.js';
import type { SvgElement } from '../svg/element.js';
import type { Theme } from '../theme/theme.js';
import type { ViewName } from '../views/views.js';

/** The options of every level; each takes its own. */
export interface LevelOptions
  extends Partial<LayerDiagramOptions>, Partial<PlateOptions>, Partial<JointOptions> {
  /** Of the level `layers`: which part is drawn, and the defaults of all options; `model`, the whole of it, if not given. */
  readonly view?: ViewName;
}

/** What a model is shown as: its layers, or its random variables. One file each, and one line in `levels.ts`. */
export interface Level {
  readonly name: string;
  /** One line on what it shows. */
  readonly summary: string;
  /**
   * What is drawn, from which every format is written.
   *
   * @throws HelmholtzError of kind `graph` for a model that is damaged or has not what the level is about
   */
  readonly diagram: (model: ModelDescription, options: LevelOptions) => Diagram;
  /** Its picture, for SVG, PNG and PDF; if not given, cards as Graphviz lays them out. */
  readonly picture?: (model: ModelDescription, options: LevelOptions, theme: Theme) => Promise<SvgElement>;
}
