import type { ModelDescription } from '@helmholtz/core';
import type { DrawOptions } from '@helmholtz/diagrams';

/** A model that is to be drawn, and what it is called in the names of files. */
export interface Subject {
  readonly name: string;
  readonly description: ModelDescription;
  /** What is known of how it is trained, and what came of it. */
  readonly training?: Pick<DrawOptions, 'samples' | 'minimised' | 'phases' | 'metrics' | 'dataSize'>;
}
