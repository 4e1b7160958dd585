import type { ModelDescription } from '@helmholtz/core/description';

import type { Diagram } from '../diagram/diagram.js';
import type { LayerDiagramOptions } from '../diagram/options.js';
import type { JointOptions } from '../joint/options.js';
import type { PlateOptions } from '../plates/options.js';
import type { SvgElement } from '../svg/element.js';
import type { Theme } from '../theme/theme.js';
import type { ViewName } from '../views/views.js';

/** Options of all levels. Each level uses its own and ignores the others. */
export interface LevelOptions
  extends Partial<LayerDiagramOptions>, Partial<PlateOptions>, Partial<JointOptions> {
  /**
   * View of the level `layers`: the part of the model that is drawn, with defaults for the options.
   * Default: `model`.
   */
  readonly view?: ViewName;
}

/**
 * Way to show a model, such as by its layers or its random variables. One file each, and one line
 * in `levels.ts`.
 */
export interface Level {
  readonly name: string;
  /** One-line description for lists and help. */
  readonly summary: string;
  /**
   * Returns the diagram for all formats.
   *
   * @throws HelmholtzError of kind `graph` if the model is damaged or has nothing to show at this
   * level
   */
  readonly diagram: (model: ModelDescription, options: LevelOptions) => Diagram;
  /** Draws the picture for SVG, PNG and PDF. Default: cards that Graphviz lays out. */
  readonly picture?: (model: ModelDescription, options: LevelOptions, theme: Theme) => Promise<SvgElement>;
  /** Writes the figure in TikZ. Default: cards that Graphviz lays out. */
  readonly tikz?: (model: ModelDescription, options: LevelOptions, theme: Theme) => string;
}
