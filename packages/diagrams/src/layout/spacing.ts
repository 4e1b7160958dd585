import type { Diagram } from '../diagram/diagram.js';

/** Distances in the units of Graphviz: inches between nodes and ranks, points around clusters. */
export function graphSpacing({ clusters }: Diagram) {
  // An arrowhead needs room between two ranks, also if frames are between them.
  return { nodesep: 0.36, ranksep: clusters.length > 0 ? 0.52 : 0.4 };
}

/** Holds the label of a frame, at whichever side. */
export const clusterMargin = 22;

/** Pixels around the figure. */
export const figureMargin = 16;
