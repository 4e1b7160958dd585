import type { Diagram } from '../diagram/diagram.js';

/** Distances as Graphviz takes them: inches between nodes and ranks, points around clusters. */
export function graphSpacing({ clusters }: Diagram) {
  // Where frames come between two ranks, an arrowhead still needs its room.
  return { nodesep: 0.36, ranksep: clusters.length > 0 ? 0.52 : 0.4 };
}

/** Holds the label of a frame, at whichever side. */
export const clusterMargin = 22;

/** Pixels around the figure. */
export const figureMargin = 16;
