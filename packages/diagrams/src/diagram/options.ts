import { HelmholtzError } from '@helmholtz/base';

import { checkName } from '../check-name.js';
import { defined } from '../defined.js';
import type { Ends } from '../graph/part.js';
import { directions, type Direction } from './diagram.js';

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

/** Completes options from a view's defaults and the general ones, and checks them. */
export function resolveOptions(
  viewDefaults: Partial<LayerDiagramOptions>,
  options: Partial<LayerDiagramOptions>,
): LayerDiagramOptions {
  const resolved = { ...defaultOptions, ...viewDefaults, ...defined(options) };
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
