import type { Role } from '@helmholtz/core/description';

/**
 * A diagram as plain data: what is drawn, before it is known where. Every kind of diagram is made into one,
 * and every format is written from one. All texts are as they were given: each format escapes them itself.
 */
export interface Diagram {
  /** The name of the model. */
  readonly name: string;
  /** What the figure is called, in a word or two. */
  readonly caption: string;
  /** What it shows, for those who can't see it. */
  readonly description: string;
  /** Drawn above the figure. */
  readonly title?: string;
  readonly direction: Direction;
  readonly clusters: readonly DiagramCluster[];
  readonly nodes: readonly DiagramNode[];
  readonly edges: readonly DiagramEdge[];
  /** The roles that a legend explains; empty for no legend. */
  readonly legend: readonly DiagramRole[];
}

export const directions = ['TB', 'BT', 'LR', 'RL'] as const;

/** Where the data flow to, as Graphviz names it: `TB` is from top to bottom. */
export type Direction = (typeof directions)[number];

/** What a node is in the model, or a number that the model is trained by, or what a comparison found. */
export type DiagramRole = Role | 'objective' | Change;

/** What became of a part from one model to another. */
export type Change = 'added' | 'removed' | 'changed' | 'same';

export interface DiagramNode {
  readonly id: string;
  readonly label: Label;
  /** Says how the node is drawn. */
  readonly role: DiagramRole;
  /** Of a random variable in plate notation; a card if not given. */
  readonly shape?: 'circle' | 'diamond' | 'none';
  /** The id of the cluster that directly encloses the node. */
  readonly cluster?: string;
  /** Whether it stands out, as a part of a path. */
  readonly highlighted?: boolean;
  /** Where it leads when it is clicked. */
  readonly link?: string;
}

/** What stands in a node, from top to bottom. */
export interface Label {
  readonly title: string;
  readonly subtitle?: string;
  /** What the node means in the probabilistic model, such as `z ~ q(z | x)`. */
  readonly notes: readonly string[];
  /** A table of names and values, such as shapes. */
  readonly rows: readonly LabelRow[];
}

export interface LabelRow {
  readonly name: string;
  readonly value: string;
}

export interface DiagramEdge {
  readonly from: string;
  readonly to: string;
  /** Which output of a node with several of them the edge carries. */
  readonly output?: number;
  /** What flows: data or noise between layers; or what a variable depends on in one direction of the model; or what a comparison found. */
  readonly style: 'data' | 'noise' | 'generative' | 'recognition' | 'added' | 'removed';
  readonly highlighted?: boolean;
}

export interface DiagramCluster {
  readonly id: string;
  readonly label: string;
  /** Layers that belong together, the terms of the objective, or a plate: of the data, or of draws from the posterior. */
  readonly kind: 'network' | 'nested' | 'objective' | 'plate' | 'samples';
  /** The id of the cluster that directly encloses this one. */
  readonly parent?: string;
}
