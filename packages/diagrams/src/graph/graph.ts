import type { ModelDescription, NodeDescription } from '@helmholtz/core/description';

/** A node of a graph to draw: a call of a layer, and its nested model, if any. */
export interface GraphNode extends NodeDescription {
  /** The id of the nested model that directly encloses this node. */
  readonly within?: string;
  /** Of a latent that is shown where the model generates; others are drawn from their posterior. */
  readonly drawnFrom?: 'prior';
}

/** A nested model that was opened: its nodes are in the graph with all others. */
export interface NestedModel {
  readonly id: string;
  readonly layer: string;
  readonly className: string;
  /** The id of the nested model that directly encloses this one. */
  readonly within?: string;
}

/**
 * A model description that is ready to be drawn: checked, with nested models opened if that was
 * requested.
 */
export interface Graph extends ModelDescription {
  readonly nodes: readonly GraphNode[];
  readonly nested: readonly NestedModel[];
}
