import type { DiagramCluster, DiagramEdge, DiagramRole } from '../diagram/diagram.js';

export type Tone = 'strong' | 'muted';

/** How an outline or an edge is drawn. */
export interface Line {
  readonly stroke: string;
  /** In pixels. */
  readonly width: number;
  /** Lengths of dashes and gaps in pixels; solid if not given. */
  readonly dash?: string;
}

export interface Surface extends Line {
  readonly fill: string;
}

/** The colours and lines of a figure. Colours are six hexadecimal digits, so that every format can hold them. */
export interface Theme {
  readonly name: string;
  /** The card behind a figure: opaque, so that it reads the same on any page. */
  readonly paper: string;
  /** Of texts. */
  readonly tones: Readonly<Record<Tone, string>>;
  readonly nodes: Readonly<Record<DiagramRole, Surface>>;
  /** Behind an observed variable in plate notation. */
  readonly shaded: string;
  readonly edges: Readonly<Record<DiagramEdge['style'], Line>>;
  readonly clusters: Readonly<Record<DiagramCluster['kind'], Surface>>;
  /** Of a path that stands out. */
  readonly highlight: Line;
}
