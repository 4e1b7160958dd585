import { HelmholtzError } from '@helmholtz/base';

import { checkName } from '../check-name.js';
import { defined } from '../defined.js';
import type { Ends } from '../graph/part.js';
import { directions, type Direction } from './diagram.js';

/** Options of layer diagrams. Options that `plot_model` of Keras has are named as there. */
export interface LayerDiagramOptions {
  /** Shows the shapes of inputs and outputs. Default: false. */
  readonly showShapes: boolean;
  /** Shows the data type of the outputs. Default: false. */
  readonly showDtype: boolean;
  /** Shows the name of each layer. Default: true. */
  readonly showLayerNames: boolean;
  /** Shows activations other than `linear`. Default: true. */
  readonly showLayerActivations: boolean;
  /** Shows whether training changes the layer's weights. Default: false. */
  readonly showTrainable: boolean;
  /** Shows the number of parameters. Default: false. */
  readonly showParameters: boolean;
  /**
   * Draws the layers of nested models. Models with probabilistic layers are always opened. Default:
   * false.
   */
  readonly expandNested: boolean;
  /**
   * Draws a frame around the recognition network and around the generative network. Default: false.
   */
  readonly groupByNetwork: boolean;
  /** Draws a sequence of equal blocks as one block with their number. Default: false. */
  readonly foldRepeats: boolean;
  /** Ids of the first and last layer to draw, in the order of the model. Default: all layers. */
  readonly layerRange: Ends | undefined;
  /** Ids of two layers. All paths from the first to the second are highlighted. */
  readonly highlight: Ends | undefined;
  /**
   * URL that a node of an SVG or PDF links to. `{id}`, `{layer}` and `{class}` are replaced by the
   * names of the layer.
   */
  readonly link: string | undefined;
  /** Colours nodes by role. Without it, all nodes look the same. Default: true. */
  readonly colorByRole: boolean;
  /** Explains the colours below the figure. Default: false. */
  readonly legend: boolean;
  /** Heading above the figure. Default: none. */
  readonly title: string | undefined;
  /** Direction of the data flow: `TB` (top to bottom), `BT`, `LR` or `RL`. Default: `TB`. */
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

/** Fills in the defaults of the view and of layer diagrams, and checks the values. */
export function resolveOptions(
  viewDefaults: Partial<LayerDiagramOptions>,
  options: Partial<LayerDiagramOptions>,
): LayerDiagramOptions {
  const resolved = { ...defaultOptions, ...viewDefaults, ...defined(options) };
  checkName('rankdir', resolved.rankdir, directions);
  checkLink(resolved.link);
  return resolved;
}

/** Refuses links that would run code, such as `javascript:`. */
function checkLink(link: string | undefined): void {
  if (link === undefined || /^(https?:\/\/|mailto:|[#./?])/i.test(link)) return;
  throw new HelmholtzError('usage', `The link ${JSON.stringify(link)} is not the URL of a page.`, {
    hint: 'Start it with https://, http://, mailto:, #, ., / or ?. Example: https://example.org/layers/{class}',
  });
}
