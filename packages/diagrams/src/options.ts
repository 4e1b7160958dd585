import { HelmholtzError } from '@helmholtz/core/errors';
import { checkName } from './check-name.js';
import { directions, type Direction } from './diagram/diagram.js';
import type { JointOptions } from './joint/options.js';
import type { Ends } from './graph/part.js';
import type { LevelName } from './levels/levels.js';
import type { PlateOptions } from './plates/options.js';
import type { ThemeName } from './theme/theme.js';
import type { ViewName } from './views/views.js';

/** What a node says about its layer, and how the figure is arranged. Where Keras' `plot_model` has an option, it has its name. */
export interface LayerDiagramOptions {
  /** Shapes of inputs and outputs. */
  readonly showShapes: boolean;
  readonly showDtype: boolean;
  readonly showLayerNames: boolean;
  readonly showLayerActivations: boolean;
  /** Whether training changes the layer's weights. */
  readonly showTrainable: boolean;
  /** How many numbers the layer's weights hold. */
  readonly showParameters: boolean;
  /** Draws what is inside nested models. Those with probabilistic parts inside are always opened. */
  readonly expandNested: boolean;
  /** A frame each around the recognition network and the generative network. */
  readonly groupByNetwork: boolean;
  /** Draws equal blocks that follow each other once, with their number. */
  readonly foldRepeats: boolean;
  /** Draws the layers from one to another only, by their ids, in the order of the model. */
  readonly layerRange: Ends | undefined;
  /** Makes all paths from one layer to another stand out, by their ids. */
  readonly highlight: Ends | undefined;
  /** Where a node of an SVG or a PDF leads when it is clicked; `{id}`, `{layer}` and `{class}` are filled in. */
  readonly link: string | undefined;
  /** Colours and line styles by role; otherwise all nodes look alike. */
  readonly colorByRole: boolean;
  /** Explains the colours below the figure. */
  readonly legend: boolean;
  /** A heading above the figure. */
  readonly title: string | undefined;
  /** Where the data flow to: `TB` (top to bottom), `BT`, `LR` or `RL`. */
  readonly rankdir: Direction;
}

export const defaultOptions: LayerDiagramOptions = {
  showShapes: false,
  showDtype: false,
  showLayerNames: true,
  showLayerActivations: true,
  showTrainable: false,
  showParameters: false,
  expandNested: false,
  groupByNetwork: false,
  foldRepeats: false,
  layerRange: undefined,
  highlight: undefined,
  link: undefined,
  colorByRole: true,
  legend: false,
  title: undefined,
  rankdir: 'TB',
};

/** How a model is drawn. */
export interface DrawOptions
  extends Partial<LayerDiagramOptions>, Partial<PlateOptions>, Partial<JointOptions> {
  /** What the model is shown as; `layers` if not given. */
  readonly level?: LevelName;
  /** Of the level `layers`: which part is drawn, and the defaults of all options; `model`, the whole of it, if not given. */
  readonly view?: ViewName;
  /** Colours and lines; `light` if not given. */
  readonly theme?: ThemeName;
  /** Resolution of a PNG in pixels per inch; 192 if not given, which is sharp on any screen. */
  readonly dpi?: number;
}

/** Completes options from a view's defaults and the general ones, and checks them. */
export function resolveOptions(
  viewDefaults: Partial<LayerDiagramOptions>,
  options: Partial<LayerDiagramOptions>,
): LayerDiagramOptions {
  const resolved = { ...defaultOptions, ...viewDefaults, ...given(options) };
  checkName('rankdir', resolved.rankdir, directions);
  checkLink(resolved.link);
  return resolved;
}

/** Only links that a page may follow: no `javascript:`. */
function checkLink(link: string | undefined): void {
  if (link === undefined || /^(https?:\/\/|mailto:|[#./?])/i.test(link)) return;
  throw new HelmholtzError('usage', `The link ${JSON.stringify(link)} is no address of a page.`, {
    hint: 'It begins with https://, http://, mailto:, #, ., / or ?, such as https://example.org/layers/{class}.',
  });
}

/** Without the options that are there, but undefined. */
export function given<Options extends object>(options: Options): Partial<Options> {
  const entries = Object.entries(options).filter((entry) => entry[1] !== undefined);
  return Object.fromEntries(entries) as Partial<Options>;
}

/** Checks a resolution in dots per inch; at 96 one pixel of the picture is one pixel of the figure. */
export function checkDpi(dpi: number): number {
  if (Number.isFinite(dpi) && dpi >= 10 && dpi <= 1200) return dpi;
  throw new HelmholtzError('usage', `dpi is ${dpi}, but must be a number from 10 to 1200.`, {
    hint: 'Use 96 for a screen, 192 for a sharp one, 300 for print.',
  });
}
