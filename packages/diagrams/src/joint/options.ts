/** What a joint figure can't read off a model: how it is trained, and what came of it. */
export interface JointOptions {
  /** The name of what is minimised, as the history has it; `nelbo` if not given. */
  readonly minimised: string | undefined;
  /** Values by their names in the history, in nats for an example; terms without one are drawn without it. */
  readonly metrics: Readonly<Record<string, number>>;
}
