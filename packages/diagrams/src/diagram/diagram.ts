import type { Role } from '@helmholtz/core/description';

/**
 * Diagram as plain data, before layout. Every level produces one, and every format is written from
 * one. Texts are not escaped: each format escapes them.
 */
export interface Diagram {
  /** The name of the model. */
  readonly name: string;
  /** Name of the figure in one or two words. */
  readonly caption: string;
  /** Text alternative for people who can't see the figure. */
  readonly description: string;
  /** Heading above the figure. */
  readonly title?: string;
  readonly direction: Direction;
  readonly clusters: readonly DiagramCluster[];
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
  /** Roles in the legend. Empty for no legend. */
  readonly legend: readonly DiagramRole[];
}

export const directions = ['TB', 'BT', 'LR', 'RL'] as const;

/** Direction of the data flow, as Graphviz names it: `TB` is top to bottom. */
export type Direction = (typeof directions)[number];

/** Role of a node: a role in the model, a term of the objective, or the result of a comparison. */
export type DiagramRole = Role | 'objective' | Change;

/** Change of a node or edge between two models. */
export type Change = 'added' | 'removed' | 'changed' | 'same';

export interface DiagramNode {
  readonly id: string;
  readonly label: Label;
  /** Selects the style of the node. */
  readonly role: DiagramRole;
  /** Shape of a random variable in plate notation. Default: a card. */
  readonly shape?: 'circle' | 'diamond' | 'none';
  /** Id of the innermost cluster around the node. */
  readonly cluster?: string;
  /** Whether the node is part of a highlighted path. */
  readonly highlighted?: boolean;
  /** URL that the node links to. */
  readonly link?: string;
}

/** Text of a node, from top to bottom. */
export interface Label {
  readonly title: string;
  readonly subtitle?: string;
  /** Meaning of the node in the probabilistic model, such as `z ~ q(z | x)`. */
  readonly notes: readonly string[];
  /** Table of names and values, such as shapes. */
  readonly rows: readonly LabelRow[];
}

export interface LabelRow {
  readonly name: string;
  readonly value: string;
}

export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
  /** Index of the output, for a node with several outputs. */
  readonly output?: number;
  /**
   * Kind of edge: data or noise between layers, a dependency in one direction of the model, or the
   * result of a comparison.
   */
  readonly style: 'data' | 'noise' | 'generative' | 'recognition' | 'added' | 'removed';
  readonly highlighted?: boolean;
}

export interface DiagramCluster {
  readonly id: string;
  readonly label: string;
  /**
   * Kind of frame: around a network, a nested model, the terms of the objective, or a plate of
   * examples or samples.
   */
  readonly kind: 'network' | 'nested' | 'objective' | 'plate' | 'samples';
  /** Id of the innermost cluster around this one. */
  readonly parent?: string;
}
