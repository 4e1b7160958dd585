import type { Card } from './card.js';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/**
 * Where everything in a diagram is, in pixels from the upper left corner; in the order of the
 * diagram.
 */
export interface Layout extends Pick<Box, 'width' | 'height'> {
  /** Upper left corners of the nodes' cards. */
  readonly nodes: readonly (Point & { readonly card: Card })[];
  readonly clusters: readonly (Box & { readonly label: Box })[];
  readonly edges: readonly EdgePath[];
}

/** A chain of cubic Bézier curves, and the arrow at its end. */
export interface EdgePath {
  /** The start, then three points a curve: two controls and an end. */
  readonly points: readonly Point[];
  /** Where the arrowhead points to; the curve ends at its base. */
  readonly tip: Point;
  /** The centre of the label near the start, for an edge that has one. */
  readonly label?: Point;
}
