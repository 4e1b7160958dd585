import type { DiagramCluster, DiagramEdge, DiagramRole } from '../diagram/diagram.js';

export type Tone = 'strong' | 'muted';

/** Style of an outline or edge. */
export interface Line {
  readonly stroke: string;
  /** In pixels. */
  readonly width: number;
  /** Lengths of dashes and gaps in pixels. Default: solid. */
  readonly dash?: string;
}

export interface Surface extends Line {
  readonly fill: string;
}

/**
 * Colours and lines of a figure. Colours are `#` and six hexadecimal digits, which every format
 * supports.
 */
export interface Theme {
  readonly name: string;
  /** Background of the figure: opaque, so that it looks the same on any page. */
  readonly paper: string;
  /** Text colours. */
  readonly tones: Readonly<Record<Tone, string>>;
  readonly nodes: Readonly<Record<DiagramRole, Surface>>;
  /** Fill of observed variables in plate notation. */
  readonly shaded: string;
  readonly edges: Readonly<Record<DiagramEdge['style'], Line>>;
  readonly clusters: Readonly<Record<DiagramCluster['kind'], Surface>>;
  /** Style of highlighted paths. */
  readonly highlight: Line;
}
