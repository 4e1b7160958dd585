import type { ModelDescription } from '@helmholtz/core';
import type { DrawOptions } from '@helmholtz/diagrams';

/** Model to draw, with its name in file names. */
export interface Subject {
  readonly name: string;
  readonly description: ModelDescription;
  /** Facts of its training, and its metrics. */
  readonly training?: Pick<DrawOptions, 'samples' | 'minimised' | 'phases' | 'metrics' | 'dataSize'>;
}
