import type { PhaseUse } from '@helmholtz/core/description';

/** Options of the level `joint`: facts about the training, which the model does not contain. */
export interface JointOptions {
  /** Name of the minimised metric in the history. Default: `nelbo`. */
  readonly minimised: string | undefined;
  /** Losses of an objective with several phases. Default: one loss, which is `minimised`. */
  readonly phases: readonly PhaseUse[] | undefined;
  /**
   * Values of metrics by name, each a mean over examples. Terms without a value are drawn without
   * one.
   */
  readonly metrics: Readonly<Record<string, number>>;
}
