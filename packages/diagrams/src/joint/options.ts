/** Options of the level `joint`: facts about the training, which the model does not contain. */
export interface JointOptions {
  /** Name of the minimised metric in the history. Default: `nelbo`. */
  readonly minimised: string | undefined;
  /**
   * Values of metrics by name, in nats per example. Terms without a value are drawn without one.
   */
  readonly metrics: Readonly<Record<string, number>>;
}
